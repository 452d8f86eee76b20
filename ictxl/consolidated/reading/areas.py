"""Find which 基本施策 each measure belongs to, and the titles of the 基本施策."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain

from ictxl import findings
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.measure_rows import Block, RawMeasure
from ictxl.consolidated.reading.numbers import LARGEST_NUMBER, area_labels
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.model import PolicyArea
from ictxl.text.clean import fold_name
from ictxl.text.punctuation import CLOSING, OPENING

_MOSTLY = 0.6
"""This share of single letters, and a text counts as spaced out letter by letter."""
_FEW = 3
_CONTINUED = re.compile(rf"[{OPENING}](続き|つづき)[{CLOSING}]$")
UNKNOWN_TITLE = "(名称不明)"


@dataclass
class Label:
    """第1款 and its title, where it stands."""

    spot: CellSpot
    number: int
    title: str
    written: str


@dataclass
class Placed:
    """A measure with its numbers."""

    area: int
    number: int
    raw: RawMeasure

    @property
    def id(self) -> str:
        return f"{self.area}-{self.number}"


@dataclass
class AreaIndex:
    """The areas as they come up, and the measures in them."""

    notes: Notes
    titles: dict[int, tuple[str, CellSpot]] = field(default_factory=dict)
    placed: dict[tuple[int, int], Placed] = field(default_factory=dict)
    current: int = 0
    last_number: int = 0
    is_copy: bool = False
    """Whether a second table of the current area is being read."""

    def turn_to(self, area: int) -> None:
        self.current, self.is_copy = area, False
        self.last_number = max((n for a, n in self.placed if a == area), default=0)

    @property
    def free_area(self) -> int:
        return _free(max(self.titles, default=0), self.titles)

    @property
    def free_number(self) -> int:
        """In the current area."""
        return _free(self.last_number, {n for a, n in self.placed if a == self.current})

    @property
    def policy_areas(self) -> tuple[PolicyArea, ...]:
        used = {area for area, _ in self.placed}
        return tuple(
            PolicyArea(str(number), title)
            for number, (title, _) in self.titles.items()
            if number in used
        )


def _free(last: int, taken: Collection[int]) -> int:
    """The number behind the last; where a plan could not hold it, the smallest that is free."""
    numbers = chain(range(last + 1, LARGEST_NUMBER + 1), range(1, last))
    return next(number for number in numbers if number not in taken)


def place_measures(blocks: Sequence[Block], outer: dict[str, Label], notes: Notes) -> AreaIndex:
    """Number every measure; `outer` holds labels that stand above a sheet's table or name it."""
    areas = AreaIndex(notes)
    seen: set[str] = set()
    for block in blocks:
        labels = read_labels(block.area_texts, notes)
        if block.sheet not in seen and not labels and block.sheet in outer:
            labels = [outer[block.sheet]]
            notes.use([labels[0].spot])
        seen.add(block.sheet)
        if not block.measures:
            for label in labels:
                notes.at(label.spot, findings.TEXT_NOT_IMPORTED, value=label.written)
        _place_block(areas, block, labels)
    used = {area for area, _ in areas.placed}
    for number, (title, spot) in areas.titles.items():
        # A plan lists no area without measures, and its title must not go with it.
        if number not in used:
            notes.at(spot, findings.TEXT_NOT_IMPORTED, value=f"第{number}款 {title}")
    return areas


def read_labels(texts: Sequence[CellSpot], notes: Notes) -> list[Label]:
    """The labels in a 基本施策 column, also where they are spread over cells or letters."""
    notes.use(texts)
    whole = "".join(f"{spot.text}\n" for spot in texts)
    starts: list[CellSpot] = [spot for spot in texts for _ in range(len(spot.text) + 1)]
    # A label begins a cell; 第2款 inside a title is none.
    beginnings = {0, *accumulate(len(spot.text) + 1 for spot in texts)}
    found = [label for label in area_labels(whole) if label[0] in beginnings]
    labels = []
    if whole.strip() and (not found or whole[: found[0][0]].strip()):
        end = found[0][0] if found else len(whole)
        labels.append(_label(texts[0], 0, whole[:end]))
    for index, (start, end, number) in enumerate(found):
        stop = found[index + 1][0] if index + 1 < len(found) else len(whole)
        written = whole[start:stop]
        labels.append(_label(starts[start], number, whole[end:stop], written))
    for label in labels:
        read_as = f"第{label.number}款 {label.title}"
        as_usual = (read_as, read_as.replace(" ", "", 1), "")
        if label.number and label.title and label.written.strip() not in as_usual:
            notes.at(
                label.spot,
                findings.AREA_BLANKS_REMOVED,
                value=label.written.strip(),
                read_as=read_as,
            )
    return labels


def _label(spot: CellSpot, number: int, title: str, written: str = "") -> Label:
    closed = _CONTINUED.sub("", close_up(title))
    return Label(spot, number, closed, written or title)


def close_up(text: str) -> str:
    """Without the blanks that stand between letters for looks; `Smart City` keeps its own."""
    words = text.split()
    if len(words) > _FEW and sum(len(word) == 1 for word in words) >= _MOSTLY * len(words):
        return "".join(words)
    joined = words[0] if words else ""
    for word in words[1:]:
        is_latin = joined[-1].isascii() and word[0].isascii()
        joined += f" {word}" if is_latin else word
    return joined


def _place_block(areas: AreaIndex, block: Block, labels: list[Label]) -> None:
    starts = _starts(areas, block, labels)
    for index, raw in enumerate(block.measures):
        here = starts.get(index, [])
        for label in here:
            _enter(areas, label)
        covered = any(
            place[1] <= raw.spot.row <= last for place, last in block.merged_areas.items()
        )
        _place(areas, raw, is_labelled=bool(here) or covered)


def _starts(areas: AreaIndex, block: Block, labels: Sequence[Label]) -> dict[int, list[Label]]:
    """At which measure each label's area begins.

    A label may stand in the middle of its rows: then its area begins where the numbers begin anew.
    """
    measures = block.measures
    starts: dict[int, list[Label]] = {}
    floor = 0
    for label in labels:
        rows = [raw.spot.row for raw in measures]
        at = next((i for i, row in enumerate(rows) if row >= label.spot.row), len(rows) - 1)
        candidates = range(floor, at + 1)
        is_firm = label.spot.place in block.merged_areas
        anew = [i for i in candidates if not is_firm and _begins_anew(areas, measures, i)]
        begin = anew[-1] if anew else at
        starts.setdefault(max(begin, 0), []).append(label)
        floor = begin + 1
    return starts


def _begins_anew(areas: AreaIndex, measures: Sequence[RawMeasure], index: int) -> bool:
    number = measures[index].number
    if number is None:
        return False
    before = measures[index - 1].number if index else None
    last = before.number if before else areas.last_number if index == 0 else 0
    return number.number <= last or last == 0


def _enter(areas: AreaIndex, label: Label) -> None:
    number = label.number
    known = {fold_name(title): n for n, (title, _) in areas.titles.items()}
    if not number:
        number = known.get(fold_name(label.title)) or areas.free_area
        if fold_name(label.title) not in known:
            read_as = f"第{number}款 {label.title}"
            areas.notes.at(
                label.spot, findings.MEASURE_AREA_UNKNOWN, value=label.written, read_as=read_as
            )
    if number not in areas.titles:
        areas.titles[number] = (label.title or UNKNOWN_TITLE, label.spot)
    else:
        _compare_titles(areas, number, label)
    if number != areas.current:
        areas.turn_to(number)


def _compare_titles(areas: AreaIndex, number: int, label: Label) -> None:
    title, first = areas.titles[number]
    if title == UNKNOWN_TITLE and label.title:
        areas.titles[number] = (label.title, label.spot)
    elif label.title and fold_name(label.title) != fold_name(title):
        where = f"{first.sheet} {first.cell}".strip()
        areas.notes.at(
            label.spot,
            findings.AREA_TITLES_DIFFER,
            value=label.written,
            area=f"第{number}款",
            first=where,
            read_as=title,
        )


def _place(areas: AreaIndex, raw: RawMeasure, *, is_labelled: bool) -> None:
    read = raw.number
    if read and read.area and read.area != areas.current:
        areas.titles.setdefault(read.area, (UNKNOWN_TITLE, raw.spot))
        areas.turn_to(read.area)
    begins_anew = read is not None and read.number == 1 < areas.last_number
    if areas.current == 0 or (begins_anew and not is_labelled and not _is_copy(areas, raw)):
        _enter_unknown(areas, raw)
    number = read.number if read else areas.free_number
    if read is None:
        areas.notes.at(
            raw.spot, findings.MEASURE_NUMBER_MISSING, read_as=f"{areas.current}-{number}"
        )
    elif not read.is_certain:
        areas.notes.at(raw.spot, findings.MEASURE_NUMBER_NORMALISED, read_as=f"({number})")
    _settle(areas, raw, number)


def _is_copy(areas: AreaIndex, raw: RawMeasure) -> bool:
    """Whether the area's first measure comes a second time."""
    first = areas.placed.get((areas.current, 1))
    return first is not None and fold_name(first.raw.title) == fold_name(raw.title)


def _enter_unknown(areas: AreaIndex, raw: RawMeasure) -> None:
    number = areas.free_area
    areas.titles[number] = (UNKNOWN_TITLE, raw.spot)
    areas.notes.at(
        raw.spot,
        findings.MEASURE_AREA_UNKNOWN,
        value=raw.title,
        read_as=f"第{number}款 {UNKNOWN_TITLE}",
    )
    areas.turn_to(number)


def _settle(areas: AreaIndex, raw: RawMeasure, number: int) -> None:
    """Put the measure in its place; what stands there already keeps it."""
    area = areas.current
    if (area, number) in areas.placed:
        first = areas.placed[area, number].raw.spot
        where = f"{first.sheet} {first.cell}".strip()
        areas.is_copy = areas.is_copy or number < areas.last_number or first.sheet != raw.spot.sheet
        if areas.is_copy:
            _leave_out(areas, raw, number, where)
            return
        free = areas.free_number
        areas.notes.at(
            raw.spot,
            findings.IMPORTED_NUMBER_DUPLICATED,
            number=number,
            first=where,
            read_as=f"({free})",
        )
        number = free
    areas.placed[area, number] = Placed(area, number, raw)
    areas.last_number = max(areas.last_number, number)


def _leave_out(areas: AreaIndex, raw: RawMeasure, number: int, first: str) -> None:
    texts = [spot.text for spots in raw.cells.values() for spot in spots]
    areas.notes.at(
        raw.spot,
        findings.AREA_TABLE_DUPLICATED,
        value="\n".join(texts),
        measure=f"{areas.current}-{number}",
        area=f"第{areas.current}款",
        number=number,
        first=first,
    )
