"""From the cart to the placed order: the address form, its answers, and the review."""
