"""The conversation, whatever the channel: screens, routes, turns, sessions and translations."""
