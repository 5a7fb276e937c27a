"""Inputs that nobody thought of: `make fuzz` makes them up, and looks for what goes wrong with them."""
