"""Channel-neutral conversation: screens, routes, turns, sessions and words."""
