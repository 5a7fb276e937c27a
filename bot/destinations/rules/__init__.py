"""What may enter a country: `config/restrictions.yaml` and `config/limits.yaml`."""
