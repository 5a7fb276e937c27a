"""Benchmarks: the whole program under load, compared with a bare echo bot; run by `make bench`."""
