"""Free text of customers: orders, edits and questions, shown as understood before anything is done."""
