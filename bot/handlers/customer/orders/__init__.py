"""A customer's placed orders: looked at, changed, cancelled."""
