"""What all the rest stands on, and what knows nothing of the trade: clock, money, settings, database."""
