"""Opening destinations, exchange rates, and rate cards."""
