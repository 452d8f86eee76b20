"""Punctuation of tables, half and full width, as code points because they look alike."""

from __future__ import annotations

OPENING = "(\uff08"
CLOSING = ")\uff09"
COLONS = ":\uff1a"
DOTS = ".\uff0e"
HARD_SEPARATORS = "\n\u3001,\uff0c;\uff1b/\uff0f"
"""Surely between two names: line break, 、 and their like."""
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"
LONG_VOWELS = "\u30fc\uff70"
"""ー, which also ends words such as センター, and its half-width twin."""
SLASHES = "/\uff0f"
