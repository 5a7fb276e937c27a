"""A frozen consignment: weighing it, numbering it, charging its freight, its export papers."""
