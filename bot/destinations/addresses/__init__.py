"""Address forms, mobile numbers and identity numbers, as each country has them."""
