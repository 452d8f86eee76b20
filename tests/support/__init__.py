"""What the tests share: rounds, forms, tables, the command, and outside programs."""
