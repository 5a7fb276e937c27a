"""The foundation of all other packages; it knows nothing of the trade: clock, money, settings, database."""
