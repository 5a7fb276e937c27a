"""Handles shipments: freezes, weighs, numbers, charges and reports them."""
