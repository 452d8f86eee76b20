"""What a year's folder shows of its round, and what it takes in: all that the desk lives on."""
