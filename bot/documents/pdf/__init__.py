"""Pages for print: letters of any script, barcodes, letterheads, and how text flows over pages."""
