"""What was learned from labelled messages: it decides between the rules' reading and other ones."""
