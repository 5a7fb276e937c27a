"""Whole conversations of people who saw nothing of the program, and a verdict on each thing they said.

Each folder is kept as it was played and judged first, with what was wrong; nothing there is mended.
"""
