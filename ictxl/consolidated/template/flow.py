"""A cell's text, dealt out over the cells of several pages, and texts that are shortened."""

from __future__ import annotations

from ictxl.text.linebreak import line_spans, wrap

CONTINUED = "(続き)"
_REPEATED_LINES = 3
"""A 施策名称 longer than this is shortened where it is repeated."""


class Flow:
    """A cell's text, to be dealt out line by line."""

    def __init__(self, text: str, units: int) -> None:
        self.text = text
        self._lines = line_spans(text, max(units, 2)) if text else []
        self.lines = len(self._lines)
        """How many are left."""

    def take(self, limit: int) -> tuple[int, int]:
        """Start and end, in `text`, of at most so many lines; rather a few less than to leave
        the end of a paragraph behind."""
        if not self.lines:
            return len(self.text), len(self.text)
        first = len(self._lines) - self.lines
        last = first + min(limit, self.lines)
        if last < len(self._lines):
            earliest = first + max(1, (last - first) * 2 // 3)
            ends = (i for i in range(last, earliest - 1, -1) if self._ends_paragraph(i - 1))
            last = next(ends, last)
        self.lines = len(self._lines) - last
        return self._lines[first][0], self._lines[last - 1][1]

    def _ends_paragraph(self, line: int) -> bool:
        end = self._lines[line][1]
        return self.text[end : end + 1] == "\n"


def repeated_title(title: str, units: int) -> tuple[str, int]:
    """The 施策名称 as a further page repeats it, and its lines."""
    repeated = shortened(title, units, _REPEATED_LINES) + CONTINUED
    return repeated, len(wrap(repeated, units))


def shortened(text: str, units: int, most: int) -> str:
    """The text, or the beginning of one that takes more lines than `most`."""
    lines = wrap(text, units)
    return text if len(lines) <= most else "".join(lines[: most - 1]) + "…"
