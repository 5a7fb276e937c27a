"""The screens of coordinators: totals, orders, shipments, parcels, prices, rules, people."""
