"""What customers ask: each topic and what answers it."""
