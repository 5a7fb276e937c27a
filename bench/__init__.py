"""The measurements: the whole program under load, beside a bare echo bot; run by hand with `make bench`."""
