"""The ways to talk with people; each knows its own protocol and nothing of the trade."""
