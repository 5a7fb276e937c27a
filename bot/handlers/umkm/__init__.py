"""The screens of an UMKM: its own lines of orders to answer, and what it has to prepare."""
