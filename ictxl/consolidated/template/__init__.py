"""Published templates: read a template, find what repeats in it, fill, page and write it."""
