"""What the coordinator does by chat: totals, orders, shipments, invites."""
