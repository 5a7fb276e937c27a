"""Who takes part: invites, questions that wait for an answer, who was not reached."""
