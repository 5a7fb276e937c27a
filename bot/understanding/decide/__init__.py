"""Stage 6: the intent of the message, what it asks, and whether it says yes or no."""
