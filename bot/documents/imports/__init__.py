"""Files that come in: catalogues and rates as people write them in spreadsheets."""
