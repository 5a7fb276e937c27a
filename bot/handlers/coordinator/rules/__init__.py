"""What may enter a country, and which orders newer rules affect."""
