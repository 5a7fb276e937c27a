"""Stage 1: the blocks of a message that are no running text: lists, tables, forms, receipts, parcels."""
