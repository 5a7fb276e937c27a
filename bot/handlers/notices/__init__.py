"""What no tap asked for: the words of each notice."""
