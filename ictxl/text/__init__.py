"""Text as people write it: cleaning, width, wrapping, row heights, 和暦, file names."""
