"""A frozen consignment: weighed, numbered, charged."""
