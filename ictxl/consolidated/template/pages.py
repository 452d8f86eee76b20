"""Divide a table into pages: few, equally full, and no area torn for one or two measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ictxl.consolidated.template.units import Piece, Unit

_PAGE, _WIDOW, _GAP = 1_000_000.0, 2_000.0, 1_000.0
"""What a page, a torn area and an empty page cost; the cheapest division is taken."""
_FEW = 2
"""Measures of an area that should not stand alone on a page, where it has more."""


@dataclass(frozen=True)
class Need:
    """Points that a level's cell needs beside the measures that it is joined over."""

    key: str
    height: float


@dataclass(frozen=True)
class Item:
    """A unit in the table, with what names its areas."""

    unit: Unit
    needs: tuple[Need, ...] = ()
    """Of each level that has a column, from the top."""
    over: tuple[Piece, ...] = ()
    """What stands above the unit within a page: the areas that begin with it."""
    on_top: tuple[Piece, ...] = ()
    """The same where a page begins with it: all that it belongs to."""
    breaks: bool = False
    """Whether it begins a page."""

    @cached_property
    def band(self) -> float:
        """Points of what stands above it within a page."""
        return sum(piece.height for piece in self.over)

    @cached_property
    def repeated(self) -> float:
        """The same where a page begins with it."""
        return sum(piece.height for piece in self.on_top)


@dataclass
class Page:
    """What stands on one page."""

    room: float
    pieces: list[tuple[int, Piece]] = field(default_factory=list)
    """Item's number and what of it stands there."""
    used: float = 0.0

    @property
    def left(self) -> float:
        return self.room - self.used


def paginate(items: Sequence[Item], first: float, later: float) -> list[Page]:
    """The pages, given the points that the first and each later one has."""
    pages = [Page(first)]
    start = 0
    for index, item in enumerate(items):
        room = later if index else first
        is_giant = item.unit.height + max(item.repeated, item.band) > room
        if not is_giant and not item.breaks:
            continue
        _divide(items, start, index, pages, later)
        start = index
        if item.breaks and pages[-1].pieces:
            pages.append(Page(later))
        if is_giant:
            _deal(item, index, pages, later)
            start = index + 1
    _divide(items, start, len(items), pages, later)
    return [page for page in pages if page.pieces]


def _deal(item: Item, index: int, pages: list[Page], later: float) -> None:
    """A unit that no page has room for begins where much of a page is left."""
    if pages[-1].pieces and pages[-1].left - item.band < later / 2:
        pages.append(Page(later))
    above = item.band if pages[-1].pieces else item.repeated
    for piece in item.unit.pieces(pages[-1].left - above, later - item.repeated):
        if pages[-1].pieces and pages[-1].pieces[-1][0] == index:
            pages.append(Page(later))
            above = item.repeated
        pages[-1].pieces.append((index, piece))
        # `settle` stretches a piece beside which a level's name is higher.
        missing = _missing(item.needs, [piece.height] * len(item.needs))
        pages[-1].used += piece.height + above + missing


def _divide(items: Sequence[Item], start: int, end: int, pages: list[Page], later: float) -> None:
    """Add the items to the pages, the first of them to the last page that there is."""
    if start == end:
        return
    ends = _best_ends(items, start, end, pages[-1], later)
    begin = start
    for number, stop in enumerate(ends):
        if number:
            pages.append(Page(later))
        page = pages[-1]
        for index in range(begin, stop):
            page.pieces.append((index, items[index].unit.whole()))
        if stop > begin:
            *_, used = _heights(items, begin, stop)
            page.used += used
        begin = stop


def _best_ends(
    items: Sequence[Item], start: int, end: int, open_page: Page, later: float
) -> list[int]:
    """Where each page ends, the open one first; the cheapest way is found from the last item on."""
    cost: dict[int, float] = {end: 0.0}
    following: dict[int, int] = {}
    for begin in range(end - 1, start - 1, -1):
        fresh = _choices(items, begin, end, later, later, cost)
        cost[begin], following[begin] = min(fresh, default=(cost[begin + 1], begin + 1))
    choices = list(_choices(items, start, end, open_page.left, later, cost))
    if open_page.pieces:
        choices.append((cost[start] + _gap(open_page.left, later), start))
    ends = [min(choices, default=(0.0, start + 1))[1]]
    while ends[-1] < end:
        ends.append(following[ends[-1]])
    return ends


def _choices(
    items: Sequence[Item], begin: int, end: int, room: float, later: float, cost: dict[int, float]
) -> Iterator[tuple[float, int]]:
    """What each page would cost that begins with the item, with what follows it; and its end."""
    for stop, used in enumerate(_heights(items, begin, end), begin + 1):
        if used > room + _ROUNDING:
            return
        yield _gap(room - used, later) + cost[stop] + _torn(items, begin, stop), stop


_ROUNDING = 0.01


def _gap(left: float, later: float) -> float:
    share = max(0.0, left / later)
    return _PAGE + share * share * _GAP


def _torn(items: Sequence[Item], begin: int, stop: int) -> float:
    """For each end of the page at which few measures of an area stand alone."""
    price = 0.0
    if begin and _goes_on(items, begin):
        own = items[begin].unit.path
        few = next((n for n in range(begin, stop) if items[n].unit.path != own), stop) - begin
        if few <= _FEW:
            price += _WIDOW
    if stop < len(items) and _goes_on(items, stop):
        own = items[stop].unit.path
        count = 0
        while count < _FEW + 1 and stop - 1 - count >= begin:
            if items[stop - 1 - count].unit.path != own:
                break
            count += 1
        if count <= _FEW:
            price += _WIDOW
    return price


def _goes_on(items: Sequence[Item], index: int) -> bool:
    """Whether the item's area began before it."""
    return items[index].unit.path == items[index - 1].unit.path


def _heights(items: Sequence[Item], begin: int, end: int) -> Iterator[float]:
    """How high the page is with each further item, with what the cells of levels need."""
    levels = max((len(item.needs) for item in items[begin : begin + 1]), default=0)
    sums, total = [0.0] * levels, 0.0
    for index in range(begin, end):
        item = items[index]
        changed = 0 if index == begin else _first_change(items[index - 1], item)
        levels = len(item.needs)
        if index > begin and changed < max(levels, len(sums)):
            missing = _missing(items[index - 1].needs[changed:], sums[changed:])
            total += missing
            sums = [own + missing for own in sums[:changed]] + [0.0] * (levels - changed)
        total += item.repeated if index == begin else item.band
        total += item.unit.height
        sums = [own + item.unit.height for own in sums]
        yield total + _missing(item.needs, sums)


def _missing(needs: Sequence[Need], sums: Sequence[float]) -> float:
    """Points that the lowest row must be stretched by."""
    if not needs:
        return 0.0
    return max(0.0, 0.0, *[need.height - own for need, own in zip(needs, sums, strict=False)])


def _first_change(before: Item, item: Item) -> int:
    """The first level whose area is another one; behind the last where none is."""
    if before.needs is item.needs:
        return len(item.needs)
    both = zip(before.needs, item.needs, strict=False)
    places = (n for n, (one, other) in enumerate(both) if one.key != other.key)
    shorter = min(len(before.needs), len(item.needs))
    return next(places, shorter if len(before.needs) != len(item.needs) else len(item.needs))


@dataclass(frozen=True)
class Group:
    """Pieces of a page that belong to one area of a level."""

    level: int
    first: int
    last: int
    """Pieces, from 0."""
    height: float


def settle(items: Sequence[Item], page: Page) -> list[Group]:
    """The page's groups; its pieces are stretched where a level's cell needs it."""
    groups: list[Group] = []
    opened: list[int] = []
    for place, (index, _) in enumerate(page.pieces):
        item = items[index]
        before = items[page.pieces[place - 1][0]] if place else None
        changed = 0 if before is None else _first_change(before, item)
        if before is not None:
            groups += _closed(items, page, opened, changed, place)
        opened = [*opened[:changed], *[place] * (len(item.needs) - changed)]
    groups += _closed(items, page, opened, 0, len(page.pieces))
    return groups


def _closed(
    items: Sequence[Item], page: Page, opened: list[int], changed: int, end: int
) -> list[Group]:
    """The groups from the level `changed` on, which end before the piece `end`."""
    if not end:
        return []
    index, last = page.pieces[end - 1]
    needs = items[index].needs
    levels = range(changed, len(opened))
    sums = [sum(p.height for _, p in page.pieces[opened[level] : end]) for level in levels]
    missing = _missing(needs[changed:], sums)
    if missing:
        page.pieces[end - 1] = (index, last.stretched(missing))
    return [
        Group(level, opened[level], end - 1, own + missing)
        for level, own in zip(levels, sums, strict=True)
    ]
