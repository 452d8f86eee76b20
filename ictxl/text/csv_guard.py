"""Protect CSV cells from being run as formulas."""

from __future__ import annotations

GUARD = "'"
"""Put before a text that Excel would take for a formula, and before one that begins with it: a
reader who takes one off wherever a value begins with it has every text as it was written."""
_GUARDED = tuple("=+-@\t\r\n＝＋－＠" + GUARD)
"""What a text may not begin with (OWASP, CSV Injection)."""


def guarded(value: str | int) -> str | int:
    """The value so that no spreadsheet program runs it; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_GUARDED):
        return GUARD + value
    return value
