"""What screens of several features share: the turn, formatting, paging, facts in words."""
