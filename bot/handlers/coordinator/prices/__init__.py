"""Open destinations, exchange rates and rate cards."""
