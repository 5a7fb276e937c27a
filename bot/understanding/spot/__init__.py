"""Stage 3: what stands where: products, quantities, places, people, addresses."""
