"""Rantau: a chat shop for Indonesians abroad, and the way of their orders from Solo to them."""
