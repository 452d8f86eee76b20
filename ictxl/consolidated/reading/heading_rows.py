"""Find the heading rows of tables, however they were typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from ictxl import findings
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import CellSpot, TableSheet
from ictxl.text.clean import fold_name
from ictxl.text.era import read_fiscal_year


class Role(Enum):
    """What a column holds."""

    AREA = "基本施策"
    NUMBER = "項番"
    TITLE = "施策名称"
    TARGET = "目標"
    OUTLOOK = "今後の展開"
    DEPARTMENTS = "担当課"
    PROGRESS = "進捗状況"
    NEXT_STEP = "次期計画での展開"


_NAMES = {
    "基本施策": Role.AREA,
    "基本目標": Role.AREA,
    "款": Role.AREA,
    "項番": Role.NUMBER,
    "番号": Role.NUMBER,
    "No": Role.NUMBER,
    "No.": Role.NUMBER,
    "施策番号": Role.NUMBER,
    "施策名称": Role.TITLE,
    "施策名": Role.TITLE,
    "施策": Role.TITLE,
    "目標": Role.TARGET,
    "今後の展開": Role.OUTLOOK,
    "展開": Role.OUTLOOK,
    "担当課": Role.DEPARTMENTS,
    "担当": Role.DEPARTMENTS,
    "担当部署": Role.DEPARTMENTS,
    "進捗状況": Role.PROGRESS,
    "次期計画での展開": Role.NEXT_STEP,
    "次期展開": Role.NEXT_STEP,
}
_BOTH = ("施策名称・目標", "施策名称/目標", "施策名称目標", "施策名・目標", "施策名目標")
"""施策名称 and 目標 in one heading cell."""
_WORDS = frozenset(map(fold_name, (*_NAMES, *_BOTH)))
_PROGRESS_ENDING = "進捗状況"
_HEADING_ROWS = 3
NECESSARY = (Role.NUMBER, Role.TITLE, Role.DEPARTMENTS, Role.PROGRESS)
_ENOUGH = 3
"""So many known headings in one row are a table's, whatever else is missing."""
_MARK_LENGTH = 2


@dataclass(frozen=True)
class Head:
    """The heading rows of a table, and what its columns hold."""

    first: int
    last: int
    columns: dict[Role, int]
    """目標 only where it has a column of its own: else it stands with the 施策名称."""
    year_label: str = ""
    """What stands before `の進捗状況`."""
    progress: CellSpot | None = None
    spots: tuple[CellSpot, ...] = ()
    """The cells that say so: each role's first, and those that repeat it."""

    @property
    def last_column(self) -> int:
        return max(self.columns.values())


def find_heads(sheet: TableSheet, notes: Notes) -> list[Head]:
    """Every heading of a table on the sheet, repeated ones too, from top to bottom."""
    heads: list[Head] = []
    row = 0
    while row < len(sheet.rows):
        head = _head_at(sheet, row)
        if head is None:
            row += 1
            continue
        row = head.last + 1
        missing = [role for role in NECESSARY if role not in head.columns]
        for role in missing:
            notes.at(sheet.spots(head.first)[0], findings.TABLE_HEADING_MISSING, heading=role.value)
        if not missing:
            _note_headings(head, notes)
            heads.append(head)
    return [
        _with_outlook(sheet, head, _end(heads, i, sheet), notes) for i, head in enumerate(heads)
    ]


def _note_headings(head: Head, notes: Notes) -> None:
    """A heading that says more than what its column holds is told of."""
    notes.use(head.spots)
    for spot in head.spots:
        year = before_progress(spot.text)
        if fold_name(spot.text) in _WORDS or read_fiscal_year(year) is not None:
            notes.use_plain([spot])
        else:
            role = next(_roles(spot.text)).value
            notes.at(spot, findings.HEADING_READ_AS, heading=spot.text, read_as=role)


def before_progress(text: str) -> str:
    """`令和5年度の` in `令和5年度の進捗状況`, without の."""
    return fold_name(text).removesuffix(_PROGRESS_ENDING).removesuffix("の")


def _head_at(sheet: TableSheet, row: int) -> Head | None:
    columns: dict[Role, int] = {}
    first_of: dict[Role, CellSpot] = {}
    spots_known: list[CellSpot] = []
    last = row - 1
    for below in range(row, min(row + _HEADING_ROWS, len(sheet.rows))):
        spots = sheet.spots(below)
        known = [(role, spot) for spot in spots for role in _roles(spot.text)]
        named = {spot.place for _, spot in known}
        strange = [s for s in spots if s.place not in named and s.column <= _rightmost(columns)]
        if below == row and len(spots) == 1:
            break  # a title such as …計画 令和5年度進捗状況 above the headings
        if not known or (strange and last >= row) or len(named) * 2 < len(spots):
            break
        for role, spot in known:
            columns.setdefault(role, first_of.setdefault(role, spot).column)
        spots_known += [s for role, s in known if _repeats(s, first_of[role])]
        last = below
    necessary = {Role.TITLE, Role.PROGRESS} <= columns.keys()
    if not necessary or len(columns) < _ENOUGH:
        return None
    if columns.get(Role.TARGET) == columns[Role.TITLE]:
        del columns[Role.TARGET]
    progress = first_of[Role.PROGRESS]
    label = before_progress(progress.text)
    return Head(row, last, columns, label, progress, tuple(spots_known))


def _rightmost(columns: dict[Role, int]) -> int:
    return max(columns.values(), default=-1)


def _repeats(spot: CellSpot, first: CellSpot) -> bool:
    return fold_name(spot.text) == fold_name(first.text)


def _roles(text: str) -> Iterator[Role]:
    folded = fold_name(text)
    if folded in map(fold_name, _BOTH):
        yield from (Role.TITLE, Role.TARGET)
    elif folded in _NAMES:
        yield _NAMES[folded]
    elif folded.endswith(_PROGRESS_ENDING) and len(folded) <= _LONGEST_HEADING:
        yield Role.PROGRESS
    elif folded.startswith("次期") and len(folded) <= _LONGEST_HEADING:
        yield Role.NEXT_STEP


_LONGEST_HEADING = 40


def _end(heads: Sequence[Head], index: int, sheet: TableSheet) -> int:
    """The row below the table's last."""
    return heads[index + 1].first if index + 1 < len(heads) else len(sheet.rows)


def _with_outlook(sheet: TableSheet, head: Head, end: int, notes: Notes) -> Head:
    """今後の展開 often has no heading: a column of single marks before 担当課 is it."""
    if Role.OUTLOOK in head.columns:
        return head
    title, charge = head.columns[Role.TITLE], head.columns[Role.DEPARTMENTS]
    taken = set(head.columns.values())
    for column in (c for c in range(title + 1, charge) if c not in taken):
        texts = [sheet.spot(row, column).text for row in range(head.last + 1, end)]
        marks = [text for text in texts if text]
        if marks and all(len(mark) <= _MARK_LENGTH for mark in marks):
            heading = sheet.spot(head.first, column)
            notes.at(heading, findings.COLUMN_WITHOUT_HEADING, heading=Role.OUTLOOK.value)
            return replace(head, columns={**head.columns, Role.OUTLOOK: column})
    return head
