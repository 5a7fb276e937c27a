"""The channels: each speaks its own protocol and knows nothing of the trade."""
