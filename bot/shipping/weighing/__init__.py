"""Weights, sizes and numbers of parcels: typed at the scales, or read from a filled-in sheet."""
