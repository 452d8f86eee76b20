"""Write the sheets that were filled."""
