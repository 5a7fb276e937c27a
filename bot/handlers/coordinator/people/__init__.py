"""Access by invites, enquiries to answer, and notices that reached nobody."""
