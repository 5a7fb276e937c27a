"""Freight and exchange rates: `config/freight.yaml` and `config/rates.yaml`."""
