"""Questions of customers: the topics, and the answer to each."""
