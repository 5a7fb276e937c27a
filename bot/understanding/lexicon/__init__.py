"""The words that the reader knows: the vocabulary, and the words of the catalogue."""
