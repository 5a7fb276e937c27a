"""What customers type freely: orders, edits and questions, read and shown before anything is done."""
