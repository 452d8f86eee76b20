"""File names that are valid on Windows, macOS and Linux."""

from __future__ import annotations

import os
import re
import unicodedata

from ictxl.text.clean import normalized

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


def windows_objection(name: str) -> str:
    """Why Windows can have no file or folder of this name; empty where it can.

    It does not always say so: what is written to `NUL.xlsx` is gone, what is written to `表:1.xlsx`
    lies unseen in the file `表`, and a dot at the end is dropped.
    """
    if _RESERVED.fullmatch(name.partition(".")[0].rstrip()):
        return f"「{name.partition('.')[0].rstrip()}」は Windows の機器の名前です"
    if met := [sign for sign in name if ord(sign) in _FORBIDDEN or sign < " "]:
        return f"「{met[0]}」は Windows のファイル名に使えません" if met[0] >= " " else _CONTROLS
    if name.strip(".") and name != name.rstrip(". "):
        return "Windows では名前の終わりに点や空白を置けません"
    return ""


_CONTROLS = "改行などは Windows のファイル名に使えません"


def shown_name(name: str) -> str:
    """A file name as it can be printed, stored and sent: か and ゙ joined as macOS takes them apart,
    bytes that are no UTF-8 read as Windows' Japanese (cp932), as old ZIP files bring them, and what
    would move a cursor or turn the writing's direction made visible.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        name = _decoded(name)
    if not name.isprintable():
        name = "".join(map(_visible, name))
    return normalized("NFC", name)


def sendable_name(name: str) -> str:
    """The name itself where it is plain text; else as shown: any system and any mail takes it."""
    shown = shown_name(name)
    return name if normalized("NFC", name) == shown else shown


def _decoded(name: str) -> str:
    content = name.encode("utf-8", "surrogateescape" if os.name != "nt" else "replace")
    try:
        text = content.decode("cp932")
    except UnicodeDecodeError:
        text = ""
    return text if text and _NO_CP932.isdisjoint(text) else content.decode("utf-8", "replace")


_NO_CP932 = frozenset("\x80\xa0\uf8f0\uf8f1\uf8f2\uf8f3")
"""What Python makes of single bytes that cp932 has no letter for."""


def _visible(char: str) -> str:
    if char.isprintable() or unicodedata.category(char) in _HARMLESS:
        return char
    if ord(char) < _FIRST_PRINTABLE:
        return chr(_CONTROL_PICTURES + ord(char))
    return f"\\u{ord(char):04x}"


_HARMLESS = {"Zs", "Co", "Cn"}
"""Full-width blanks and 外字 print as they are."""
_FIRST_PRINTABLE = 0x20
_CONTROL_PICTURES = 0x2400
"""`␊` for a line feed."""


def fold_file_name(name: str) -> str:
    """Names that are equal folded are one file on some systems (case, Unicode form)."""
    return unicodedata.normalize("NFKC", name).casefold()
