"""Lines of help texts: as wide as a window shows them, and broken as Japanese is.

click counts characters, where a window shows a full-width one as two, breaks at blanks only, and
puts a blank where a source line ended.
"""

from __future__ import annotations

import re
import unicodedata

_APART = "\b"
"""Begins a paragraph whose lines stay as they are."""
_BREAK = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f(])|(?<=[)])\n(?=[^\x00-\x7f])")
"""An end of a source line where Japanese has no blank."""
_LEAST = 20
"""Columns of a text, however narrow the window."""


def shown_width(text: str) -> int:
    """Columns of a window that the text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrap_text(
    text: str,
    width: int = 78,
    initial_indent: str = "",
    subsequent_indent: str = "",
    preserve_paragraphs: bool = False,
) -> str:
    """In the place of click's function of that name."""
    paragraphs = text.split("\n\n") if preserve_paragraphs else [text]
    first, rest = initial_indent, subsequent_indent
    return "\n\n".join(_filled(p.strip("\n"), width, first, rest) for p in paragraphs)


def _filled(paragraph: str, width: int, first: str, rest: str) -> str:
    from ictxl.text.linebreak import wrap

    begin, _, others = paragraph.partition("\n")
    whole = others.splitlines() if begin.strip() == _APART else [_joined(paragraph)]
    room = max(_LEAST, width - shown_width(rest))
    lines = [part.rstrip() for line in whole for part in wrap(line, room)]
    return "\n".join((rest if n else first) + line for n, line in enumerate(filter(None, lines)))


def _joined(paragraph: str) -> str:
    """A paragraph's source lines as one."""
    lines = "\n".join(line.strip() for line in paragraph.splitlines())
    return _BREAK.sub("", lines).replace("\n", " ")
