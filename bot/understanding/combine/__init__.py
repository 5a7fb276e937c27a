"""Stage 4: which quantity goes with which product."""
