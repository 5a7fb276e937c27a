"""Stage 3: where products, quantities, places, people and addresses stand."""
