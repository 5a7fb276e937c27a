"""Stage 5: corrections, removals, second thoughts, and shares among people."""
