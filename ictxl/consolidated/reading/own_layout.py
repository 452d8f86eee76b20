"""Tell whether a table is in the layout that ictxl itself prints, and people copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ictxl import findings
from ictxl.consolidated.reading.any_shape.labels import read_label
from ictxl.consolidated.reading.heading_rows import Head, Role, before_progress, find_heads
from ictxl.consolidated.reading.imported import ImportedTable, Notes
from ictxl.consolidated.reading.numbers import area_labels, read_number
from ictxl.consolidated.reading.source_cells import TableBook, TableSheet
from ictxl.consolidated.reading.split_cells import tags
from ictxl.text.clean import fold_name
from ictxl.text.era import read_fiscal_year

_MANY = 3
"""So many texts without a place, and another reading may do better."""


def is_own_layout(book: TableBook) -> bool:
    """Whether a sheet has the headings of ictxl's table, answers as 【課-評価】本文, and areas and
    numbers as that table has them."""
    return any(_is_own(sheet) for sheet in book.sheets)


def _is_own(sheet: TableSheet) -> bool:
    heads = find_heads(sheet, Notes(""))
    found = [t for spot in sheet.all_spots() for t in tags(spot.text) if t.begins_line]
    if not heads or not found or _rates_by_signs([tag.rating for tag in found]):
        return False
    odd = (_has_years, _repeats_areas, _has_levels, _has_codes)
    return not any(is_so(sheet, heads[0]) for is_so in odd)


def _rates_by_signs(ratings: Sequence[str]) -> bool:
    """Whether the ratings are ◎ or △, which the layout's reader takes for marks of 今後の展開."""
    return sum(not rating.isalnum() for rating in ratings) * 2 > len(ratings)


def _has_years(sheet: TableSheet, head: Head) -> bool:
    """Whether the answers of several years stand side by side."""
    row = head.progress.row if head.progress else head.first
    labels = [before_progress(spot.text) for spot in sheet.spots(row)]
    return sum(read_fiscal_year(label) is not None for label in labels) > 1


def _below(sheet: TableSheet, head: Head, role: Role) -> list[str]:
    column = head.columns.get(role)
    if column is None:
        return []
    rows = range(head.last + 1, len(sheet.rows))
    return [text for row in rows if (text := sheet.spot(row, column).text)]


def _repeats_areas(sheet: TableSheet, head: Head) -> bool:
    """Whether the area stands anew in each row."""
    texts = [
        text
        for text in _below(sheet, head, Role.AREA)
        if not area_labels(text) or text[:1].isdecimal()
    ]
    texts = [text for text in texts if read_label(text)]
    return any(count > 1 for count in Counter(map(fold_name, texts)).values())


def _has_levels(sheet: TableSheet, head: Head) -> bool:
    """Whether lines across the table name areas of other levels than 第N款."""
    for row in range(len(sheet.rows)):
        spots = sheet.spots(row)
        if len(spots) != 1 or row == head.first or spots[0].column > head.columns[Role.NUMBER]:
            continue
        label = read_label(spots[0].text)
        if label and label.word and label.word != "基本施策" and label.title:
            return True
    return False


def _has_codes(sheet: TableSheet, head: Head) -> bool:
    """Whether the measures are numbered by codes such as 11111."""
    column = head.columns[Role.NUMBER]
    rows = range(head.last + 1, len(sheet.rows))
    spots = [sheet.spot(row, column) for row in rows if len(sheet.spots(row)) >= _MANY]
    said = [spot for spot in spots if spot.text]
    odd = [spot for spot in said if read_number(spot) is None and spot.text[:1].isalnum()]
    return len(odd) >= _MANY and len(odd) * 2 > len(said)


def losses(table: ImportedTable) -> int:
    """How many texts found no place, or a rating no list that knows it."""
    return sum(any(found.is_a(kind) for kind in _LOST) for found in table.findings)


_LOST = (
    findings.TEXT_NOT_IMPORTED,
    findings.TEXT_OF_UNKNOWN_DEPARTMENT,
    findings.IMPORTED_RATING_UNKNOWN,
)
_SHARE = 0.15


def does_better(other: ImportedTable, own: ImportedTable, book: TableBook) -> bool:
    """Whether the other reading has a place for most of what the layout's reading lost, and that is
    much of the file."""
    texts = sum(len(sheet.spots(row)) for sheet in book.sheets for row in range(len(sheet.rows)))
    lost = losses(own)
    return lost >= _SHARE * texts and losses(other) * 2 <= lost
