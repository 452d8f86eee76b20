"""Write text into cells as text with xlsxwriter, whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from ictxl.text.row_height import BODY_FONT

T = TypeVar("T")

MAX_CELL_TEXT = 32767
"""UTF-16 units in a cell (Excel specifications and limits)."""
SURE_LENGTH = MAX_CELL_TEXT // 2
"""Letters that a cell holds, whatever they are."""
SHEET_ROWS = 1_048_576
"""Rows of a worksheet (Excel specifications and limits)."""
SHEET_PAGES = 1_000
"""Pages that we break a worksheet into: Excel keeps 1,023 breaks, and a legend may follow."""
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
# xlsxwriter escapes the control characters of rich strings twice, and no XML can hold the rest.
_SPOILED = re.compile("_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def sheet_part(name: str, part: int) -> str:
    """The name of a table's first, second … sheet: 指摘, 指摘(2), …"""
    return name if part == 1 else f"{name}({part})"


def is_sheet_part(sheet: str, name: str) -> bool:
    """Whether the sheet is one of a table's."""
    return re.fullmatch(re.escape(name) + r"(\([0-9]+\))?", sheet) is not None


def in_cells(items: Iterable[T], length: Callable[[T], int]) -> Iterator[list[T]]:
    """As many items at a time as a cell holds, so that none is cut."""
    group: list[T] = []
    size = 0
    for item in items:
        more = length(item)
        if group and size + more > MAX_CELL_TEXT:
            yield group
            group, size = [], 0
        group.append(item)
        size += more
    if group:
        yield group


def cell_length(text: str) -> int:
    """Length as Excel counts it: characters beyond the BMP count two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits_cell(text: str) -> bool:
    """Excel can hold the text in one cell."""
    return len(text) <= SURE_LENGTH or cell_length(text) <= MAX_CELL_TEXT


def write_text(worksheet: Any, row: int, column: int, text: str, cell_format: Any) -> None:
    """Write text as text: no formula, number or link comes of it; "" gives a blank cell.

    xlsxwriter escapes control characters and literal `_x000D_` itself. Lone surrogates and the two
    noncharacters that no XML file can hold become U+FFFD. Raises ValueError for a text longer than
    a cell holds: nothing is cut in silence.
    """
    if not text.isprintable():  # none of the others, and told sooner
        text = _NO_XML.sub("\ufffd", text)
    if len(text) > SURE_LENGTH and not fits_cell(text):
        raise ValueError(f"text of {cell_length(text)} units at row {row + 1} is too long to write")
    if not text:
        status = worksheet.write_blank(row, column, None, cell_format)
    elif not (text.startswith("<r>") and text.endswith("</r>")):
        status = worksheet.write_string(row, column, text, cell_format)
    elif _SPOILED.search(text):
        # xlsxwriter takes a text in <r> for its own markup, and would spoil this one in a rich
        # string; what nobody sees behind it, and readers trim, makes it a plain text.
        status = worksheet.write_string(row, column, text + _NO_MARKUP, cell_format)
    else:
        status = worksheet.write_rich_string(
            row, column, text[:1], cell_format, text[1:], cell_format
        )
    if status:
        raise ValueError(f"xlsxwriter refuses row {row + 1}, column {column + 1}: {status}")


_NO_MARKUP = "\u200b"
"""Behind a text in <r> that xlsxwriter would take for markup: a zero-width space."""


def as_given(text: str) -> str:
    """A text that `write_text` wrote, as it was given."""
    return text.removesuffix(_NO_MARKUP) if text.endswith(f"</r>{_NO_MARKUP}") else text


Fragment = tuple[Any, str]
"""A run of text and its own font (an xlsxwriter format); None for the cell's."""


def write_fragments(
    worksheet: Any, row: int, column: int, fragments: Iterable[Fragment], cell_format: Any
) -> None:
    """Text in several fonts; in the cell's own throughout where xlsxwriter could spoil it."""
    runs = [fragment for fragment in fragments if fragment[1]]
    whole = "".join(text for _, text in runs)
    if len(runs) < 2 or _SPOILED.search(whole):  # noqa: PLR2004 - Excel's own minimum
        write_text(worksheet, row, column, whole, cell_format)
        return
    parts = [part for font, text in runs for part in (font or cell_format, text)]
    worksheet.write_rich_string(row, column, *parts, cell_format)


def body_font(size: float) -> dict[str, object]:
    """xlsxwriter's `default_format_properties`: the body font, `size` in points.

    Without a scheme: xlsxwriter gives each font the theme's, `<scheme val="minor"/>`, and Excel
    follows that to the theme's own font and passes over the font's name.
    """
    return {"font_name": BODY_FONT, "font_size": size, "font_scheme": "none"}
