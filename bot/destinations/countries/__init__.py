"""The countries we send to, as `config/destinations.yaml` states them, and their lookup by name."""
