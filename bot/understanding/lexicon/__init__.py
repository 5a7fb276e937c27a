"""What words mean: the vocabulary of the shop, and the words of its catalogue."""
