"""What stands together on paper: a measure with its answers, or rows below the table; cut where
no page has room for it, its texts dealt out over the cells of several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ictxl.consolidated.template.columns import Place
from ictxl.consolidated.template.words.told import Told
from ictxl.text.linebreak import line_spans, wrap

_MOST_REPEATED = 3
"""Lines of what stands again on each page over which a measure goes on."""


@dataclass(slots=True)
class Filled:
    """A place with what it says."""

    place: Place
    told: Told


@dataclass(slots=True)
class PrintedText:
    """A place on one page: its rows there, and which part of what it says stands there."""

    place: Place
    told: Told
    first: int
    last: int
    """Rows of the piece, from 0."""
    start: int
    end: int
    """In the text."""
    text: str
    """The part, or what stands for it."""


@dataclass(slots=True)
class Piece:
    """What of a unit stands on one page."""

    heights: tuple[float, ...]
    texts: tuple[PrintedText, ...]

    @property
    def height(self) -> float:
        return sum(self.heights)

    def stretched(self, missing: float) -> Piece:
        """The same with a lowest row that is higher."""
        return replace(self, heights=(*self.heights[:-1], self.heights[-1] + missing))


class _Flows:
    """One place's text with what is left of it."""

    def __init__(self, filled: Filled) -> None:
        self.place, self.told = filled.place, filled.told
        self.flow = Flow(filled.told.text, filled.place.measure.units)
        self.is_fixed = filled.place.is_fixed and self.flow.lines <= _MOST_REPEATED
        self.all_lines = self.flow.lines

    @property
    def is_left(self) -> bool:
        return bool(self.flow.lines) and not self.is_fixed

    @property
    def height(self) -> float:
        return self.place.measure.height(self.all_lines if self.is_fixed else self.flow.lines)

    @property
    def is_title(self) -> bool:
        names = self.place.slot.names
        return any(name.is_title for name in names)

    def whole(self, first: int, last: int) -> PrintedText:
        text = self.told.text
        return PrintedText(self.place, self.told, first, last, 0, len(text), text)

    def take(self, room: float, row: int) -> tuple[float, PrintedText]:
        """As much as the room holds, in rows that begin at `row`, and its height."""
        measure, rows = self.place.measure, (row + self.place.first, row + self.place.last)
        if self.is_fixed:
            self.flow.lines = 0
            return self.height, self.whole(*rows)
        if self.is_title and not self.flow.lines and self.told.text:
            text, lines = repeated_title(self.told.text, max(measure.units, 2))
            return measure.height(lines), PrintedText(self.place, Told(text), *rows, 0, 0, text)
        before = self.flow.lines
        start, end = self.flow.take(measure.lines(room))
        height = measure.height(before - self.flow.lines)
        part = self.told.text[start:end]
        return height, PrintedText(self.place, self.told, *rows, start, end, part)


class Rows:
    """Rows of the template that are filled once: a measure's, an answer's, or a line below."""

    def __init__(self, filled: Sequence[Filled], least: Sequence[float]) -> None:
        self._flows = [_Flows(one) for one in filled]
        self._least = list(least)
        """Points of each row at least."""
        self.count = len(self._least)
        self.is_begun = False

    @property
    def is_blank(self) -> bool:
        return not any(flows.told.text for flows in self._flows)

    def heights(self) -> list[float]:
        """Of each row, for all that is left."""
        heights = list(self._least)
        for flows in self._flows:
            if flows.place.first == flows.place.last:
                row = flows.place.first
                heights[row] = max(heights[row], flows.height)
        for flows in self._flows:
            if flows.place.first != flows.place.last:
                _stretch(heights, flows.place.first, flows.place.last, flows.height)
        return heights

    @property
    def is_left(self) -> bool:
        return not self.is_begun or any(flows.is_left for flows in self._flows)

    def whole(self, row: int) -> tuple[list[float], list[PrintedText]]:
        """All of it, where nothing has been taken yet."""
        texts = [f.whole(row + f.place.first, row + f.place.last) for f in self._flows]
        return list(self.whole_heights), texts

    @cached_property
    def whole_heights(self) -> list[float]:
        """Of each row, before anything is taken."""
        return self.heights()

    def take(self, room: float, row: int) -> tuple[list[float], list[PrintedText]]:
        """As much as the room holds, in rows that begin at `row`."""
        self.is_begun = True
        heights: list[float] = []
        texts = []
        left = room
        wanted = self.heights()
        for index in range(self.count):
            below = sum(wanted[index + 1 :])
            limit = left if sum(wanted[index:]) <= left else max(left - below, left / 2)
            if index == self.count - 1:
                limit = left
            height = self._least[index]
            for flows in self._single(index):
                taken, text = flows.take(limit, row)
                height = max(height, taken)
                texts.append(text)
            heights.append(height)
            left -= height
        for flows in self._flows:
            first, last = flows.place.first, flows.place.last
            if first == last:
                continue
            after = sum(heights[last + 1 :])
            taken, text = flows.take(room - sum(heights[:first]) - after, row)
            _stretch(heights, first, last, taken)
            texts.append(text)
        return heights, texts

    def _single(self, row: int) -> list[_Flows]:
        return [f for f in self._flows if f.place.first == f.place.last == row]


def _stretch(heights: list[float], first: int, last: int, needed: float) -> None:
    """The last row takes what all together are short of."""
    missing = needed - sum(heights[first : last + 1])
    if missing > 0:
        heights[last] += missing


@dataclass
class Unit:
    """What a page takes whole where it can."""

    rows: Sequence[Rows]
    around: Sequence[Filled] = ()
    """What stands beside all of the rows, joined over them."""
    path: tuple[str, ...] = ()
    """Of a measure: the ids of its areas, from the top."""
    _around: list[_Flows] = field(init=False)
    height: float = field(init=False)
    """Points that it needs in one piece."""

    def __post_init__(self) -> None:
        self._around = [_Flows(one) for one in self.around]
        beside = max((flows.height for flows in self._around), default=0.0)
        self.height = max(sum(sum(rows.whole_heights) for rows in self.rows), beside)

    def whole(self) -> Piece:
        heights: list[float] = []
        texts: list[PrintedText] = []
        for rows in self.rows:
            own, said = rows.whole(len(heights))
            heights += own
            texts += said
        if self.height > sum(heights):
            heights[-1] += self.height - sum(heights)
        texts += [flows.whole(0, len(heights) - 1) for flows in self._around]
        return Piece(tuple(heights), tuple(texts))

    def pieces(self, room: float, later: float) -> Iterator[Piece]:
        """It in one piece where there is room, else as many as it takes."""
        if self.height <= room:
            yield self.whole()
            return
        waiting = list(self.rows)
        while waiting or any(flows.is_left for flows in self._around):
            yield self._piece(waiting, room, later)
            room = later

    def _piece(self, waiting: list[Rows], room: float, later: float) -> Piece:
        heights: list[float] = []
        texts: list[PrintedText] = []
        last = waiting[-1] if waiting else self.rows[-1]
        while waiting:
            rest, used = sum(waiting[0].heights()), sum(heights)
            if used + rest > room and heights and (rest <= later or room - used < later / 3):
                break
            own, said = waiting[0].take(room - used, len(heights))
            heights += own
            texts += said
            if waiting[0].is_left:
                break
            waiting.pop(0)
        if not heights:
            heights = [0.0] * last.count
        limit = sum(heights) if waiting else room
        for flows in self._around:
            taken, text = flows.take(max(limit, later / 3), 0)
            _stretch(heights, 0, len(heights) - 1, taken)
            texts.append(replace(text, first=0, last=len(heights) - 1))
        return Piece(tuple(heights), tuple(texts))


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
