"""What is done with a shipment: frozen, weighed, numbered, charged, reported."""
