"""The second reading: made from what came back, filled in, merged."""
