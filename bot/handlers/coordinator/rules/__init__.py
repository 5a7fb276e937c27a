"""Import rules as coordinators look them up, and the orders that newer rules affect."""
