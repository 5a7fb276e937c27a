"""Complaints of a customer: opening a case, adding to it, seeing how far it is."""
