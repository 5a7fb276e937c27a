"""Single orders as the coordinator sees and changes them."""
