"""Stage 1: the text as tokens, each with its place in it."""
