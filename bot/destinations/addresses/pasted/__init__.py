"""Reads a pasted address into the fields of its country: pure, and driven by `config/destinations.yaml`."""

from bot.destinations.addresses.pasted.reading import Pasted, read_pasted

__all__ = ["Pasted", "read_pasted"]
