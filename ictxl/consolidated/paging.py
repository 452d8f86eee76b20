"""Divide the table into pages: no row higher than Excel allows, no page break inside a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ictxl.consolidated.paper import (
    AREA,
    DEPARTMENTS,
    NEXT_STEP,
    NUMBER,
    OUTLOOK,
    PROGRESS,
    TITLE,
    Paper,
)
from ictxl.consolidated.table import AreaBlock, ConsolidatedTable, MeasureEntry
from ictxl.text.linebreak import line_count, line_spans, wrap
from ictxl.text.row_height import height_of, line_height, lines_within

CONTINUED = "(続き)"
_REPEATED_TITLE_LINES = 3
"""A 施策名称 longer than this is shortened where it is repeated."""


class Flow:
    """A cell's text, to be dealt out over the cells of several pages, line by line."""

    def __init__(self, text: str, units: int) -> None:
        self.text = text
        self._lines = line_spans(text, units) if text else []
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


@dataclass(frozen=True)
class Piece:
    """What of one measure stands on one page: a part of each of its texts."""

    entry: MeasureEntry
    is_continued: bool
    title: str
    target: str
    departments: str
    progress: tuple[int, int]
    """Start and end in the entry's `progress`."""
    next_steps: str
    title_height: float
    """Of the upper row (施策名称), in points."""
    target_height: float
    """Of the lower row (目標)."""

    @property
    def height(self) -> float:
        return self.title_height + self.target_height


@dataclass(frozen=True)
class Page:
    """One page's part of one 基本施策."""

    block: AreaBlock
    is_continued: bool
    pieces: tuple[Piece, ...] = ()
    band: str = ""
    """Over the table's whole width: the areas above this one, and a part of a 基本施策 too long for
    its narrow column."""
    band_height: float = 0.0
    is_upright: bool = True
    """Whether 基本施策 is set one character a line; else it wraps in its narrow column."""
    area_label: str = ""

    @property
    def height(self) -> float:
        """Of the pieces."""
        return sum(piece.height for piece in self.pieces)


def paginate(table: ConsolidatedTable, paper: Paper, first: float, later: float) -> list[Page]:
    """The table's pages, given the points that the first and each later page has for it."""
    pages: list[Page] = []
    for block in table.blocks:
        pages += _block_pages(block, paper, later if pages else first, later)
    return pages


def _block_pages(block: AreaBlock, paper: Paper, first: float, later: float) -> list[Page]:
    label, bands = _area_label(block, paper, first, later)
    dealt = _Deal(first, later, bands)
    for entry in block.entries:
        dealt.place(_Flows(entry, paper))
    return [
        _with_room_for_area(
            Page(block, bool(index), tuple(pieces), *band, area_label=label), paper, room
        )
        for index, (band, pieces, room) in enumerate(dealt.pages)
        if pieces or band[0]
    ]


_Band = tuple[str, float]


def _area_label(
    block: AreaBlock, paper: Paper, first: float, later: float
) -> tuple[str, list[_Band]]:
    """What stands in the narrow column, and the bands that hold what would not fit there."""
    label = block.label
    is_narrow = _wrapped_height(label, paper.units(AREA), paper) <= first / 2
    if is_narrow and not block.above:
        return label, []
    over = [block.above] if is_narrow else [block.above, label]
    flow = Flow("\n".join(filter(None, over)), paper.units(*paper.all_columns))
    bands = []
    room = first
    while flow.lines:
        before = flow.lines
        start, end = flow.take(max(1, lines_within(room, paper.font_size)))
        bands.append((flow.text[start:end], height_of(before - flow.lines, paper.font_size)))
        room = later
    return label if is_narrow else block.number_label, bands


class _Deal:
    """Pieces dealt out over pages; each page is its band, its pieces and its room for them."""

    def __init__(self, first: float, later: float, bands: Sequence[_Band]) -> None:
        rooms = [first, *[later] * max(0, len(bands) - 1)]
        self.later = later
        self.pages: list[tuple[_Band, list[Piece], float]] = [
            (band, [], room - band[1])
            for band, room in zip(bands or [("", 0.0)], rooms, strict=True)
        ]
        self.left = self.pages[-1][2]

    def place(self, flows: _Flows) -> None:
        """A measure stays on one page where it can; a longer one begins where half a page is."""
        is_begun = bool(self.pages[-1][1]) or self.left < self.later
        height = flows.height
        fits_elsewhere = height <= self.later or self.left < self.later / 2
        if height > self.left and is_begun and fits_elsewhere:
            self._turn()
        for piece in flows.pieces(self.left, self.later):
            if piece.is_continued:
                self._turn()
            self.pages[-1][1].append(piece)
            self.left -= piece.height

    def _turn(self) -> None:
        self.pages.append((("", 0.0), [], self.later))
        self.left = self.later


def _with_room_for_area(page: Page, paper: Paper, room: float) -> Page:
    """基本施策 upright where the page's rows are high enough, else wrapped; rows stretched if must.

    The lowest row takes what is missing.
    """
    upright = len(page.area_label) * line_height(paper.font_size) * 1.05
    if upright <= page.height or not page.pieces:
        return page
    wrapped = _wrapped_height(page.area_label, paper.units(AREA), paper)
    missing = min(wrapped, room) - page.height
    if missing <= 0:
        return replace(page, is_upright=False)
    last = page.pieces[-1]
    stretched = replace(last, target_height=last.target_height + missing)
    return replace(page, pieces=(*page.pieces[:-1], stretched), is_upright=False)


def _wrapped_height(text: str, units: int, paper: Paper) -> float:
    return height_of(len(wrap(text, units)), paper.font_size)


class _Flows:
    """All texts of one measure."""

    def __init__(self, entry: MeasureEntry, paper: Paper) -> None:
        self.entry = entry
        self.font_size = paper.font_size
        self._units = units = paper.cell_units
        self.title = Flow(entry.measure.title, units[TITLE])
        self.target = Flow(entry.target, units[TITLE])
        self.departments = Flow(entry.departments, units[DEPARTMENTS])
        self.progress = Flow(entry.progress, units[PROGRESS])
        # A plan that does not ask it has no such column.
        self.next_steps = Flow(entry.next_steps, units[NEXT_STEP] if units[NEXT_STEP:] else 0)
        self._sides = (self.departments, self.progress, self.next_steps)
        self._fixed = max(
            line_count(entry.number, units[NUMBER]),
            line_count(entry.measure.outlook, units[OUTLOOK]),
        )
        """Lines of what stands whole beside each piece."""
        self.height = self._height_of_rest()
        """Points that the measure needs in one piece."""

    def _height_of_rest(self) -> float:
        """Points that all that is left needs in one piece."""
        return max(
            self._height(self.title.lines) + self._height(self.target.lines),
            self._height(max(self._fixed, *(flow.lines for flow in self._sides))),
        )

    def pieces(self, room: float, later: float) -> Iterator[Piece]:
        """The measure in one piece where there is room, else as many as it takes."""
        if self.height <= room:
            yield self._whole()
            return
        yield self._take(room, is_continued=False)
        while self._is_left:
            yield self._take(later, is_continued=True)

    def _whole(self) -> Piece:
        """What `_take` would take where there is room for everything, as there mostly is."""
        title_height = self._height(self.title.lines)
        return Piece(
            self.entry,
            False,
            self.title.text,
            self.target.text,
            self.departments.text,
            (0, len(self.progress.text)),
            self.next_steps.text,
            title_height,
            self.height - title_height,
        )

    @property
    def _is_left(self) -> bool:
        return any(flow.lines for flow in (self.title, self.target, *self._sides))

    def _take(self, room: float, *, is_continued: bool) -> Piece:
        title, title_lines = self._take_title(room, is_continued=is_continued)
        title_height = self._height(title_lines)
        target, target_lines = self._take_text(self.target, room - title_height)
        before = [flow.lines for flow in self._sides]
        most = self._most_lines(room)
        departments, progress, next_steps = (flow.take(most) for flow in self._sides)
        taken = (lines - flow.lines for lines, flow in zip(before, self._sides, strict=True))
        side_height = self._height(max(self._fixed, *taken))
        return Piece(
            self.entry,
            is_continued,
            title,
            target,
            self.departments.text[slice(*departments)],
            progress,
            self.next_steps.text[slice(*next_steps)],
            title_height,
            max(self._height(target_lines), side_height - title_height),
        )

    def _take_title(self, room: float, *, is_continued: bool) -> tuple[str, int]:
        if is_continued and not self.title.lines:
            return _repeated_title(self.title.text, self._units[TITLE])
        if self._height(self.title.lines) > room / 2 and self._height_of_rest() > room:
            # Something of the target or of the answers has to begin on this page too.
            return self._take_text(self.title, room / 2)
        return self._take_text(self.title, room)

    def _take_text(self, flow: Flow, room: float) -> tuple[str, int]:
        before = flow.lines
        start, end = flow.take(self._most_lines(room))
        return flow.text[start:end], before - flow.lines

    def _most_lines(self, room: float) -> int:
        return max(1, lines_within(room, self.font_size))

    def _height(self, lines: int) -> float:
        return height_of(max(1, lines), self.font_size)


def _repeated_title(title: str, units: int) -> tuple[str, int]:
    """The 施策名称 as a continued piece repeats it, and its lines."""
    repeated = shortened(title, units, _REPEATED_TITLE_LINES) + CONTINUED
    return repeated, len(wrap(repeated, units))


def shortened(text: str, units: int, most: int) -> str:
    """The text, or the beginning of one that takes more lines than `most`."""
    lines = wrap(text, units)
    return text if len(lines) <= most else "".join(lines[: most - 1]) + "…"


def split_height(height: float, limit: float) -> Sequence[float]:
    """Equal rows of at most `limit` points that make up the height, in Excel's steps of 0.75 pt."""
    count = max(1, -int(-height // limit))
    return [-(-height / count // 0.75) * 0.75] * count
