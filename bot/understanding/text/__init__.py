"""Stage 1: splits the text into tokens, each with its place."""
