"""Stage 6: what the message is for."""
