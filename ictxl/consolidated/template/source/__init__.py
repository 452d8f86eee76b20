"""A template as it was read: sheets as plain data."""
