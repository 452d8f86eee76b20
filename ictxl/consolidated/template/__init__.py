"""Fill a published template: its sheets are read, what repeats in them is found, paged and written."""
