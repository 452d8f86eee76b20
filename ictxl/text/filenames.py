"""File names that are valid on Windows, macOS and Linux."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 80
"""Characters of a name without its suffix; leaves room for a path of 260 (Windows' MAX_PATH)."""

_MAX_BYTES = 240
"""Of a name in UTF-8: with number and suffix it stays within the 255 that Linux takes."""

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_FORBIDDEN = {ord(sign): ord(sign) + 0xFEE0 for sign in '<>:"/\\|?*'}
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.IGNORECASE)


def safe_name(text: str) -> str:
    """The text as a file name without suffix, as like itself as can be; never empty.

    Forbidden characters become their full-width twins, control characters and line breaks blanks.
    """
    name = unicodedata.normalize("NFC", text).translate(_FORBIDDEN)
    name = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in name)
    name = name[:MAX_LENGTH].encode("utf-8", "replace")[:_MAX_BYTES].decode("utf-8", "ignore")
    name = name.strip(" \u3000").rstrip(". ")
    if _RESERVED.fullmatch(name.partition(".")[0].rstrip()):
        name = f"_{name}"
    return name or "_"


def fold_file_name(name: str) -> str:
    """Names that are equal folded are one file on some systems (case, Unicode form)."""
    return unicodedata.normalize("NFKC", name).casefold()
