"""Shipments: listed, opened, closed, their documents."""
