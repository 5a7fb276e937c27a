"""Stage 2: what each token says by the vocabulary, and which tokens are numbers."""
