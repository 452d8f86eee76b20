"""Tables of any shape that people made by hand → plan and responses."""
