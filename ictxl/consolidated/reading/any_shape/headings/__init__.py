"""Headings of a table: where they stand, what they mean, what their columns are called."""
