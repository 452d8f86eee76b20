"""個票: sheets and blocks on which one measure stands, with labels beside or above its values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ictxl.consolidated.reading.any_shape.grid import Grid
from ictxl.consolidated.reading.any_shape.headings.column import Column, mostly
from ictxl.consolidated.reading.any_shape.headings.kinds import is_scale
from ictxl.consolidated.reading.any_shape.headings.meanings import (
    Family,
    Meaning,
    core,
    family_of,
    is_level_word,
    is_title_word,
    stem,
)
from ictxl.consolidated.reading.any_shape.labels import read_label
from ictxl.consolidated.reading.any_shape.records import AnswerRow, Record, Step
from ictxl.consolidated.reading.any_shape.values import (
    is_code,
    is_nothing,
    is_sentence,
    read_amount,
)
from ictxl.consolidated.reading.any_shape.years import years_in
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.text.clean import fold_name, trim
from ictxl.text.punctuation import COLONS

_COUNTED = re.compile(r"[\s\u3000]{0,3}(?:その)?[0-9０-９①-⑳]{1,2}$")
_LEAST_PAIRS = 2


@dataclass(frozen=True)
class Pair:
    """A label and the value that belongs to it."""

    heading: str
    labels: tuple[CellSpot, ...]
    """All cells that say so: the label, a word that groups it, one at the left of its row."""
    value: CellSpot
    beside: tuple[CellSpot, ...] = ()
    """Further cells that the value is read from."""

    @property
    def tells_the_year(self) -> bool:
        return bool(_YEAR_HEADING.fullmatch(fold_name(self.heading)))


_YEAR_HEADING = re.compile("(?:評価|対象|実施|調査|報告|当該|作成)?年度")


@dataclass
class Block:
    """The pairs of one measure, from the top."""

    pairs: list[Pair] = field(default_factory=list)


@dataclass
class MeasureSheets:
    """All blocks of a file: each label is a column, each block a measure."""

    columns: list[Column] = field(default_factory=list)
    by_heading: dict[str, Column] = field(default_factory=dict)

    def add(self, block: Block) -> None:
        for pair in block.pairs:
            column = self.by_heading.get(fold_name(pair.heading))
            if column is None:
                column = Column(len(self.columns), pair.heading, [pair.labels[0]], [])
                self.columns.append(column)
                self.by_heading[fold_name(pair.heading)] = column
            column.repeats += pair.labels
            if not is_nothing(pair.value.text):
                column.texts.append(pair.value.text)

    def put_names_first(self) -> None:
        """The areas' names, then the measure's own: that beside a number of its kind (事業番号),
        else a 事業名 rather than a 施策."""
        names = [c for c in self.columns if is_title_word(c.heading) or is_level_word(c.heading)]
        names = [c for c in names if not mostly(c, is_sentence)]
        numbers = {stem(c.heading) for c in self.columns if family_of(c.heading) is Family.NUMBER}
        if len(names) > 1:
            own = max(names, key=lambda c: (stem(c.heading) in numbers, _rank(c.heading), c.index))
            areas = [c for c in names if c is not own]
            self.columns = [*areas, own, *(c for c in self.columns if c not in names)]
            for index, column in enumerate(self.columns):
                column.index = index

    def record(self, block: Block, charge: str) -> Record:
        """The measure of a block; `charge` is the sheet's department."""
        record = _record(block, self.by_heading)
        record.charge = charge
        return record


_FINEST = ("施策", "事業|取組|取り組み|プロジェクト|アクション")


def _rank(heading: str) -> int:
    """事業名 is finer than 施策, and that than 基本目標."""
    words = core(heading)
    return max((n for n, word in enumerate(_FINEST, start=1) if re.search(word, words)), default=0)


def find_blocks(grid: Grid) -> list[Block]:
    """The measures of a sheet of labels and values; none where it is laid out otherwise."""
    pairs = list(_pairs(grid))
    names = [p for p in pairs if family_of(p.heading) is Family.NAME]
    if len(pairs) <= _LEAST_PAIRS or not names:
        return []
    beside = [p for p in pairs if p.labels[0].row == p.value.row]
    if len(beside) < _LEAST_PAIRS and not cover(pairs, grid, pairs[0].labels[0].row):
        return []
    return _parted(pairs)


def cover(pairs: Sequence[Pair], grid: Grid, first: int) -> bool:
    """Whether each cell from a row on is a label or a value."""
    told = {spot.place for pair in pairs for spot in (*pair.labels, pair.value)}
    return all(spot.place in told for row in grid.rows[first:] for spot in row)


def _parted(pairs: Sequence[Pair]) -> list[Block]:
    """A block begins anew where the first of its labels comes again."""
    blocks = [Block()]
    first = fold_name(pairs[0].heading)
    top = [p.labels[0] for p in pairs if fold_name(p.heading) == first]
    starts = [label.column for label in top if label.row == top[0].row]
    rows = [label.row for label in top if label.column == top[0].column]
    rows = rows if {label.row for label in top} <= set(rows) else []

    def order(pair: Pair) -> tuple[int, int]:
        """Measures side by side: one after the other, those of each row of them."""
        label = pair.labels[0]
        return sum(row <= label.row for row in rows), sum(s <= label.column for s in starts)

    for pair in sorted(pairs, key=order):
        if fold_name(pair.heading) == first and blocks[-1].pairs:
            blocks.append(Block())
        blocks[-1].pairs.append(pair)
    return blocks


def is_label(spot: CellSpot) -> bool:
    """Whether a cell says what its neighbours hold: 担当課, 令和5年度, 基本目標1."""
    if is_sentence(spot.text) or is_scale(spot.text):
        return False
    words = _without_number(fold_name(spot.text))
    return family_of(words) is not None or _is_year(spot) or bool(_YEAR_HEADING.fullmatch(words))


def _without_number(words: str) -> str:
    """基本目標1 beside しごとをつくる: the area's number stands in the label."""
    match = _NUMBERED.fullmatch(words)
    return match["level"] if match and is_level_word(match["level"]) else words


_NUMBERED = re.compile(r"(?P<level>[^0-9Ⅰ-Ⅻ]{2,8})(?P<number>[0-9]{1,2}|[Ⅰ-Ⅻ])")


def _is_year(spot: CellSpot) -> bool:
    return len(spot.text) <= _YEAR and bool(years_in(spot.text)) and read_amount(spot.text) is None


_YEAR = 8


def _pairs(grid: Grid) -> Iterator[Pair]:
    row = 0
    title: tuple[CellSpot, ...] = ()
    while row < grid.height:
        spots = grid.rows[row]
        below = _rows_below(grid, row, spots) if _are_headings(spots) else []
        if below:
            criteria = _criteria(grid, below)
            pairs = [pair for under in below for pair in _under(grid, spots, under, criteria)]
            first, *others = pairs
            yield Pair(first.heading, (*first.labels, *title), first.value)
            yield from others
            row, title = row + 1 + len(below), ()
            continue
        yield from _beside(spots)
        title = ()
        if len(spots) == 1 and is_label(spots[0]) and row + 1 < grid.height:
            taken = list(_single_below(grid, spots[0], row + 1))
            yield from taken
            title = () if taken else (spots[0],)  # 成果指標 above a table of them
            row += len(taken)
        row += 1


def _are_headings(spots: Sequence[CellSpot]) -> bool:
    """Whether the row has nothing but labels: their values stand below."""
    if len(spots) < _LEAST_PAIRS or not all(map(is_label, spots)):
        return False
    return len(spots) > _LEAST_PAIRS or not _is_year(spots[1])


def _beside(spots: Sequence[CellSpot]) -> Iterator[Pair]:
    """Label and value side by side; a label before a label groups those behind it."""
    groups: list[CellSpot] = []
    for place, spot in enumerate(spots):
        if said := _said_with_label(spot):
            yield said
            groups = []
            continue
        is_told = is_label(spot) and not (groups and _is_year(spot))
        if groups and not is_told:
            yield _valued(groups, spot, spots[place + 1 :])
            groups = []
        elif is_told:
            groups.append(spot)
    if len(groups) == _LEAST_PAIRS:
        yield Pair(_heading(groups[0].text), (groups[0],), groups[1])


def _valued(groups: Sequence[CellSpot], spot: CellSpot, behind: Sequence[CellSpot]) -> Pair:
    """The value of the last label of those that group it; an area's number may stand in the label
    (基本目標1) or in a cell before its name."""
    words = fold_name(groups[-1].text)
    level = _without_number(words)
    labels = tuple(reversed(groups))
    if level != words:
        return Pair(level, labels, spot.saying(f"{words.removeprefix(level)} {spot.text}"))
    is_name = family_of(words) is Family.NAME
    if is_name and is_code(spot.text) and behind and not is_label(behind[0]):
        numbered = spot.saying(f"{spot.text} {behind[0].text}")
        return Pair(_heading(groups[-1].text), labels, numbered, (behind[0],))
    return Pair(_heading(groups[-1].text), labels, spot)


def _said_with_label(spot: CellSpot) -> Pair | None:
    """`担当課：市民課`: both in one cell."""
    match = _WITH_LABEL.fullmatch(spot.text)
    if match is None or family_of(match["label"]) is None:
        return None
    label = spot.saying(match["label"])
    value = spot.saying(trim(match["value"]))
    return Pair(_heading(label.text), (label,), value)


_WITH_LABEL = re.compile(rf"(?P<label>[^{COLONS}\n]{{1,20}})[{COLONS}](?P<value>[^{COLONS}]+)")


def _single_below(grid: Grid, label: CellSpot, row: int) -> Iterator[Pair]:
    """A text below its only label."""
    spots = grid.rows[row]
    if len(spots) == 1 and spots[0].column == label.column and not is_label(spots[0]):
        yield Pair(_heading(label.text), (label,), spots[0])


def _rows_below(grid: Grid, row: int, labels: Sequence[CellSpot]) -> list[int]:
    """The rows whose values stand below the labels, with or without a word at their left."""
    columns = {label.column for label in labels}
    found: list[int] = []
    for below in range(row + 1, grid.height):
        spots = grid.rows[below]
        inside = [s for s in spots if s.column in columns]
        aside = [s for s in spots if s.column < min(columns)]
        if not inside or len(inside) + len(aside) < len(spots) or len(aside) > 1:
            break
        if sum(map(is_label, inside)) * 3 > len(inside) > 1:
            break
        if not aside and len(inside) == 1 and is_label(inside[0]):
            break
        is_criterion = found and inside[0].column == _criteria(grid, found) and len(inside) > 1
        if found and not (aside or is_criterion or _are_indicators(labels)):
            break
        found.append(below)
    return found


def _names_row(spot: CellSpot) -> bool:
    """Whether a cell below labels is one itself: 必要性 | A | 理由."""
    return is_label(spot) and not _is_year(spot)


def _are_indicators(labels: Sequence[CellSpot]) -> bool:
    return family_of(labels[0].text) is Family.INDICATOR


def _criteria(grid: Grid, rows: Sequence[int]) -> int | None:
    """The column in which each row below labels is named: 必要性, 有効性 …"""
    spots = grid.rows[rows[0]]
    return spots[0].column if len(spots) > 1 and _names_row(spots[0]) else None


def _under(
    grid: Grid, labels: Sequence[CellSpot], row: int, criteria: int | None
) -> Iterator[Pair]:
    left = min(label.column for label in labels)
    aside = next((s for s in grid.rows[row] if s.column < left), None)
    if aside is None and criteria is not None:
        yield from _crossed(grid, labels, row)
        return
    by_column = {s.column: s for s in grid.rows[row]}
    for label in labels:
        value = by_column.get(label.column) or grid.sheet.spot(row, label.column)
        heading = _heading(label.text)
        if core(heading) in ("名", "名称") and label is not labels[0]:
            heading = f"{_heading(labels[0].text)}{heading}"  # 指標 | 名称 | 単位
        if aside and years_in(label.text):
            heading = f"{trim(label.text)} {trim(aside.text)}"
        yield Pair(heading, (label, aside) if aside else (label,), value)


def _crossed(grid: Grid, labels: Sequence[CellSpot], row: int) -> Iterator[Pair]:
    """The values of a row whose first cell is a label too: 必要性 below 評価項目, A below 評価."""
    criterion = grid.rows[row][0]
    for label in (label for label in labels if label.column > criterion.column):
        heading = f"{_heading(criterion.text)} {_heading(label.text)}"
        value = grid.sheet.spot(row, label.column)
        left = [one for one in labels if one.column <= criterion.column]
        yield Pair(heading, (criterion, label, *left), value)


def _heading(text: str) -> str:
    """`KPI その2` is one more KPI."""
    words = "".join(map(trim, text.split("\n"))).strip(" :：\u3000■●◆□◇")
    return _COUNTED.sub("", words) if family_of(words) is Family.INDICATOR else words


def _record(block: Block, columns: dict[str, Column]) -> Record:
    title = [p for p in block.pairs if _meaning(p, columns) is Meaning.TITLE]
    number = [p for p in block.pairs if _meaning(p, columns) is Meaning.NUMBER]
    filled = [p for p in block.pairs if p.value.text] or block.pairs
    first = (number or title or filled)[0]
    record = Record(
        first.value,
        tuple(_steps(block, columns)),
        [p.value for p in number[:1]],
        [p.value for p in title[:1]],
        rows=[AnswerRow()],
    )
    repeated = False
    for pair in block.pairs:
        column = columns[fold_name(pair.heading)]
        if not pair.value.text:
            continue
        row = record.rows[-1]
        if column.meaning is Meaning.INDICATOR:
            if repeated:
                row = AnswerRow()
                record.rows.append(row)
            repeated = True
        if column.meaning is Meaning.DEPARTMENT:
            row.departments.append(pair.value)
        elif column.meaning is Meaning.TARGET:
            record.target.append(pair.value)
        elif column.meaning not in (Meaning.LEVEL, Meaning.NUMBER, Meaning.TITLE, Meaning.NOTHING):
            row.add(column.name, pair.value)
    return record


def _meaning(pair: Pair, columns: dict[str, Column]) -> Meaning:
    return columns[fold_name(pair.heading)].meaning


def _steps(block: Block, columns: dict[str, Column]) -> Iterator[Step]:
    for pair in block.pairs:
        column = columns[fold_name(pair.heading)]
        if column.meaning is Meaning.LEVEL and pair.value.text:
            yield Step(column.name, read_label(pair.value.text), pair.value, column.name)
