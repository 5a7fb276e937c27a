"""A second reader, learned from labelled messages; where it differs from the rules, there is a doubt."""
