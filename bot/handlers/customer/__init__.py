"""What customers do: browse, search, fill the cart, order, and look after their orders."""
