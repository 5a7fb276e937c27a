"""Printed pages: text of any script, barcodes, letterheads, and blocks that flow over pages."""
