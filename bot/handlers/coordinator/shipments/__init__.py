"""Shipments: listing, opening and closing them, and their documents."""
