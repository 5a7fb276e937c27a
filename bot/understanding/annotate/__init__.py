"""Stage 2: the meanings of each token by the vocabulary, and the numbers."""
