"""The countries we send to, as `config/destinations.yaml` states them, and how they are found by name."""
