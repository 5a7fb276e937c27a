"""Stage 5: what is left after corrections, removals and second thoughts."""
