"""Changing the recipient of a placed order."""
