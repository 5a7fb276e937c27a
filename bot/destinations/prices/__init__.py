"""What carrying costs and what money is worth: `config/freight.yaml` and `config/rates.yaml`."""
