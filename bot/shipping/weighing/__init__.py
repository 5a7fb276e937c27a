"""Weights, sizes and numbers of parcels: typed at the scales, or read from a sheet that comes back."""
