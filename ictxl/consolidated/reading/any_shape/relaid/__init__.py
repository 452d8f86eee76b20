"""Sheets in the order in which they are to be read: tables turned, columns of two texts parted."""
