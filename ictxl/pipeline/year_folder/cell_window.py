"""The cells that findings speak of among their neighbours, as the workbook has them now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ictxl.contract.fields import ID_KEY, KEY_ROW
from ictxl.errors import InputError
from ictxl.returned.kept_files import Signature, signature_of
from ictxl.spreadsheets.cells import cell_text, column_letters, place_of
from ictxl.spreadsheets.errors import DEFAULT_LIMITS, UnreadableError
from ictxl.spreadsheets.guarded import FarCellsError, read_worksheets, remedy, unlocked
from ictxl.spreadsheets.sheet import Sheet
from ictxl.text.clean import fold_name

_AROUND = 2
"""Rows above and below a cell."""
MOST_CELLS = 5
"""Cells of a finding that are shown with theirs."""
_MOST_COLUMNS = 12
_LONGEST, _LONGEST_MEANT = 60, 400
"""Letters of a neighbour, and of a cell in question."""
_FEWEST_HEADINGS = 3
"""Texts that make a row of headings."""


@dataclass(frozen=True)
class WindowCell:
    text: str
    is_meant: bool
    """Whether a finding speaks of it."""


@dataclass(frozen=True)
class WindowRow:
    number: int
    """As Excel counts."""
    cells: tuple[WindowCell, ...]
    is_apart: bool
    """Whether rows are left out above it."""


@dataclass(frozen=True)
class CellWindow:
    """Some rows of a sheet."""

    sheet: str
    columns: tuple[str, ...]
    """A, B … of those that are shown."""
    headings: tuple[str, ...]
    """The texts of the sheet's row of headings; none where it has no such row."""
    rows: tuple[WindowRow, ...]


def read_window(
    path: Path, sheet: str, cells: Sequence[str], passwords: tuple[str, ...] = ()
) -> CellWindow:
    """The rows around the cells; no other file and no other sheet is read.

    Raises InputError where the workbook or the sheet cannot be read (now).
    """
    places = tuple(dict.fromkeys(p for cell in cells[:MOST_CELLS] if min(p := place_of(cell)) >= 0))
    return _read(path, signature_of(path), sheet, places, passwords)


@lru_cache(maxsize=32)
def _read(
    path: Path,
    _as_it_is: Signature,
    name: str,
    places: tuple[tuple[int, int], ...],
    passwords: tuple[str, ...],
) -> CellWindow:
    sheet = _sheet(path, name, passwords)
    first = KEY_ROW if ID_KEY in map(cell_text, sheet.rows[0] if sheet.rows else ()) else 0
    heading = _heading_row(sheet, first, min(row for row, _ in places))
    rows = sorted({r for row, _ in places for r in range(row - _AROUND, row + _AROUND + 1)})
    last = max(len(sheet.rows), max(row for row, _ in places) + 1)
    rows = [row for row in rows if max(first, heading + 1) <= row < last]
    columns = _columns(sheet, rows, places, first)
    return CellWindow(
        sheet.name,
        tuple(map(column_letters, columns)),
        tuple(_shown(sheet, heading, c) for c in columns) if heading >= 0 else (),
        tuple(_rows(sheet, rows, columns, set(places))),
    )


def _sheet(path: Path, name: str, passwords: Sequence[str]) -> Sheet:
    try:
        if path.stat().st_size > DEFAULT_LIMITS.file_bytes:
            raise InputError(f"「{path.name}」は大きすぎて、ここでは示せません。", _OPEN_IT)
        found = read_worksheets(unlocked(path.read_bytes(), passwords), {fold_name(name)})
    except OSError as error:
        raise InputError(
            f"「{path.name}」を今は読めません({error.strerror})。", _OPEN_IT
        ) from error
    except FarCellsError as error:
        raise InputError(f"「{path.name}」は広すぎて、ここでは示せません。", _OPEN_IT) from error
    except UnreadableError as error:
        raise InputError(f"「{path.name}」を読めません({error.what})。", remedy(error)) from error
    if not found:
        raise InputError(f"「{path.name}」にシート「{name}」は、今はありません。", _OPEN_IT)
    return found[0]


_OPEN_IT = "「ブックを開く」で Excel に出して確かめてください。"


def _heading_row(sheet: Sheet, first: int, above: int) -> int:
    """The fullest row above the cells, the first of several; -1 where none is full enough."""
    counts = [
        (sum(bool(cell_text(value)) for value in sheet.rows[row]), -row)
        for row in range(first, min(above, len(sheet.rows)))
    ]
    count, row = max(counts, default=(0, 1))
    return -row if count >= _FEWEST_HEADINGS else -1


def _columns(
    sheet: Sheet, rows: Sequence[int], places: Sequence[tuple[int, int]], first: int
) -> list[int]:
    """Those with a text in one of the rows, the nearest to the cells where there are too many."""
    meant = {column for _, column in places}
    reach = max((len(sheet.rows[row]) for row in rows if row < len(sheet.rows)), default=0)
    filled = (c for c in range(reach) if any(cell_text(sheet.value(row, c)) for row in rows))
    ids = {c for c in range(reach) if first and cell_text(sheet.value(0, c)) == ID_KEY}
    chosen = (set(filled) - ids) | meant
    nearest = sorted(chosen, key=lambda c: (min(abs(c - one) for one in meant), c))
    return sorted(nearest[:_MOST_COLUMNS])


def _rows(
    sheet: Sheet, rows: Sequence[int], columns: Sequence[int], meant: set[tuple[int, int]]
) -> Iterator[WindowRow]:
    before = rows[0] - 1 if rows else 0
    for row in rows:
        cells = (
            WindowCell(_shown(sheet, row, c, is_meant := (row, c) in meant), is_meant)
            for c in columns
        )
        yield WindowRow(row + 1, tuple(cells), row > before + 1)
        before = row


def _shown(sheet: Sheet, row: int, column: int, is_meant: bool = False) -> str:
    text = cell_text(sheet.value(row, column)).strip()
    longest = _LONGEST_MEANT if is_meant else _LONGEST
    return text if len(text) <= longest else text[: longest - 1] + "…"
