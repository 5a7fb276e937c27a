"""Imports: catalogues and rates as people write them in spreadsheets."""
