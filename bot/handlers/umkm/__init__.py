"""What the people of an UMKM see: their own lines to answer, and what to prepare."""
