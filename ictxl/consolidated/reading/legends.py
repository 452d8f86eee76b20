"""Find and read 凡例: below the table, beside it, or on a sheet of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ictxl import findings
from ictxl.consolidated.reading.heading_rows import Head, Role
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.numbers import is_plainly_a_number
from ictxl.consolidated.reading.source_cells import CellSpot, TableSheet
from ictxl.consolidated.table import State
from ictxl.contract.spellings import fold_spelling
from ictxl.model import Outlook
from ictxl.questions import Choice
from ictxl.text.clean import fold_name, trim
from ictxl.text.punctuation import CLOSING, COLONS, DOTS

_WORD = "凡例"
_BRACKETS = "【】[]〔〕<>()「」■□◆◇●○・※"
_LINE = re.compile(
    rf"(?P<symbol>\S{{1,4}}?)[\s{COLONS}{DOTS}…・=\uff1d、]+(?P<meaning>\S.*)", re.DOTALL
)
_ENDING = re.compile("終了|廃止|中止|完了|終わ")
_LETTERS = re.compile(r"\w+")
_GROUPS = (
    ("評価(継続", "継続"),
    ("継続", "継続"),
    ("評価(終了", "終了"),
    ("終了", "終了"),
    ("評価", ""),
    ("今後の展開", "今後の展開"),
    ("回答の状況", "回答の状況"),
)
_HEADINGS = frozenset(
    {"記号", "意味", "内容", "区分", "記号意味", "記号内容", "評価意味", "評価内容"}
)
OWN_WORDS = (
    *(_WORD, *_HEADINGS, *(word for word, _ in _GROUPS), *State),
    *("評価(継続)", "評価(終了)", "続き", "つづき"),
)
"""What a table in the layout has besides its content: nothing of them need be kept."""
_SHORT_SYMBOL = 2


@dataclass(frozen=True)
class Region:
    """The part of a sheet that a legend takes up."""

    first_row: int
    end_row: int
    first_column: int

    def __contains__(self, spot: CellSpot) -> bool:
        return self.first_row <= spot.row < self.end_row and spot.column >= self.first_column


@dataclass(frozen=True)
class Legend:
    """What the legends of a file say, in their order."""

    ratings: tuple[Choice, ...]
    outlooks: tuple[Outlook, ...]


def find_legend(sheet: TableSheet, heads: Sequence[Head]) -> list[Region]:
    """Where legends stand on the sheet."""
    if not heads and _WORD in fold_name(sheet.name):
        return [Region(0, len(sheet.rows), 0)]
    regions: list[Region] = []
    for spot in sheet.all_spots():
        first_line = fold_name(spot.text.split("\n")[0]).strip(_BRACKETS)
        if first_line == _WORD and not any(spot in region for region in regions):
            region = _region(sheet, heads, spot)
            if not _holds_measures(sheet, heads, region):
                regions.append(region)
    return regions


def _holds_measures(sheet: TableSheet, heads: Sequence[Head], region: Region) -> bool:
    """Whether the word is a measure's text rather than a heading: measures stand on below it."""
    above = [head for head in heads if head.first <= region.first_row]
    if not above or region.first_column > above[-1].last_column:
        return False
    column = above[-1].columns[Role.NUMBER]
    rows = range(region.first_row, region.end_row)
    return any(is_plainly_a_number(sheet.spot(row, column)) for row in rows)


def _region(sheet: TableSheet, heads: Sequence[Head], spot: CellSpot) -> Region:
    above = [head for head in heads if head.first <= spot.row]
    if above and spot.column > above[-1].last_column:
        return Region(spot.row, len(sheet.rows), spot.column)
    below = [head.first for head in heads if head.first > spot.row]
    return Region(spot.row, min(below, default=len(sheet.rows)), 0)


def read_legends(
    regions: Mapping[str, Sequence[Region]], sheets: Sequence[TableSheet], notes: Notes
) -> Legend:
    """All legends of a file as one; what is no line of a legend is reported."""
    reader = _Reader(notes)
    for sheet in sheets:
        for region in regions.get(sheet.name, ()):
            reader.read(sheet, region)
    return Legend(tuple(reader.ratings.values()), tuple(reader.outlooks.values()))


class _Reader:
    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        # By the folded symbol: a plan takes two that differ in width or case only for one.
        self.ratings: dict[str, Choice] = {}
        self.outlooks: dict[str, Outlook] = {}
        self.groups: dict[int, str] = {}
        """Column → the heading that was last seen in it."""

    def read(self, sheet: TableSheet, region: Region) -> None:
        """Column by column: groups stand side by side."""
        self.groups = {}
        pairs = [
            pair
            for row in range(region.first_row, region.end_row)
            for pair in _paired([spot for spot in sheet.spots(row) if spot in region])
        ]
        for spot, text in sorted(pairs, key=lambda pair: (pair[0].column, pair[0].row)):
            self.notes.use([spot])
            for line in text.split("\n"):
                self._line(spot, trim(line))

    def _line(self, spot: CellSpot, line: str) -> None:
        heading = fold_name(line).strip(_BRACKETS)
        if not heading or heading == _WORD or heading in _HEADINGS:
            return
        match = _LINE.fullmatch(line)
        group = next((kind for word, kind in _GROUPS if heading.startswith(word)), None)
        if group is not None and (match is None or line[-1] in CLOSING):
            self.groups[spot.column] = group
        elif self.groups.get(spot.column) and " " in line:
            # As we print it: the first blank parts the two.
            symbol, _, meaning = line.partition(" ")
            if not self._take(spot, symbol, meaning):
                self.notes.at(spot, findings.LEGEND_LINE_UNREADABLE, value=line)
        elif match is None or not self._take(spot, match["symbol"], trim(match["meaning"])):
            self.notes.at(spot, findings.LEGEND_LINE_UNREADABLE, value=line)

    def _take(self, spot: CellSpot, symbol: str, meaning: str) -> bool:
        """False where it is no line of a legend, or says another meaning than a line before it."""
        group = self.groups.get(spot.column, "")
        if group == "回答の状況" or symbol in (State.BLANK.value, State.MISSING.value):
            return True
        code = fold_spelling(symbol)
        # Under a heading of its own ◎ is a rating; without any, a sign is taken for an outlook's.
        is_sign = spot.column not in self.groups and not _LETTERS.fullmatch(symbol)
        is_outlook = group == "今後の展開" or is_sign
        if is_outlook and len(symbol) <= _SHORT_SYMBOL:
            known = self.outlooks.setdefault(code, Outlook(symbol, meaning))
            return known.meaning == meaning
        if len(symbol) > _SHORT_SYMBOL and not group:
            return False
        finished = group == "終了" if group else bool(_ENDING.search(meaning))
        if code not in self.ratings:
            self.ratings[code] = Choice(symbol, meaning, finished)
            if not group:
                label, kind = f"{symbol} {meaning}", "終了" if finished else "継続"
                self.notes.at(spot, findings.RATING_KIND_GUESSED, value=label, kind=kind)
        return self.ratings[code].name == meaning


def _paired(spots: Sequence[CellSpot]) -> Iterator[tuple[CellSpot, str]]:
    """Each cell's text; a symbol in a cell of its own goes with the meaning beside it."""
    symbol: CellSpot | None = None
    for spot in spots:
        if symbol is not None:
            yield symbol, f"{symbol.text} {spot.text}"
            yield spot, ""
            symbol = None
        elif len(spot.text) <= _SHORT_SYMBOL and fold_name(spot.text) != _WORD:
            symbol = spot
        else:
            yield spot, spot.text
    if symbol is not None:
        yield symbol, symbol.text


def is_finishing(words: str) -> bool:
    """Whether a rating's meaning or a next step's name says that the measure ends."""
    return bool(_ENDING.search(words))
