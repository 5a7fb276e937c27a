"""Draws a card for each product of the demo: `python -m pictures`. See `docs/pictures.md`."""
