"""What the logistics coordinator sees: totals, any order, the shipments, and who may do what."""
