"""Read 階層 and 基本施策: the plan's levels, and the areas on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ictxl import findings
from ictxl.contract.placeholders import used_names
from ictxl.model import PolicyArea, grouped
from ictxl.plan import columns
from ictxl.plan.codes import area_code, code_key, narrow, plain_code
from ictxl.plan.lists import read_filled
from ictxl.plan.parse_values import Once, check_free, line, name, one_line, required, text
from ictxl.plan.source_cells import SourceBook, SourceCell
from ictxl.plan.table_rows import Mistakes, Row, read_table
from ictxl.questions import NUMBER_STYLES, USUAL_LEVELS, Level
from ictxl.text.clean import fold_name


def read_levels(book: SourceBook, mistakes: Mistakes) -> tuple[Level, ...]:
    """From the top. A plan that does not say has the usual ones."""
    once = Once(mistakes)
    found = []
    for row in read_table(book, columns.LEVELS_SHEET, mistakes).rows:
        label = name(row[columns.LEVEL_NAME], mistakes)
        style = _style(row[columns.LEVEL_STYLE], mistakes)
        check_free(label, row[columns.LEVEL_NAME], used_names(), mistakes)
        if label and once.note(fold_name(label), row[columns.LEVEL_NAME]):
            found.append(Level(label, style))
    return tuple(found) or USUAL_LEVELS


def _style(cell: SourceCell, mistakes: Mistakes) -> str:
    """Blank is the number alone. Braces come out full-width of a Japanese keyboard."""
    style = line(cell, mistakes).replace("｛", "{").replace("｝", "}")
    if style and not any(mark in style for mark in NUMBER_STYLES):
        mistakes.at(cell, findings.LEVEL_STYLE_WITHOUT_MARK, choices=" ".join(NUMBER_STYLES))
    return style or NUMBER_STYLES[0]


@dataclass(frozen=True)
class Areas:
    """基本施策, and what the measures need of them."""

    areas: tuple[PolicyArea, ...]
    cells: dict[str, SourceCell]
    """Each id's cell."""
    whole: bool
    """False where a number may be missing because it could not be read."""
    levels: tuple[Level, ...] = USUAL_LEVELS

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(self.cells)

    @cached_property
    def depths(self) -> dict[str, int]:
        """Each id's level, counted from the top."""
        depths: dict[str, int] = {}
        for area in self.areas:
            depths[area.id] = depths.get(area.parent, -1) + 1
        return depths

    def level_above(self, area: PolicyArea) -> Level | None:
        """The area's level where measures usually stand below a lower one."""
        depth = self.depths[area.id]
        return self.levels[depth] if depth < len(self.levels) - _LOWEST else None

    @cached_property
    def _by_path(self) -> dict[str, str]:
        return {code_key(area.id): area.id for area in reversed(self.areas)}

    @cached_property
    def _by_number(self) -> dict[str, tuple[str, ...]]:
        return grouped((code_key(area.number), area.id) for area in self.areas)

    def find(self, cell: SourceCell, mistakes: Mistakes) -> str:
        """The id of the area that a cell names; what it says, and reported, where there is none."""
        written = narrow(one_line(cell.text))
        found = self.named(written)
        if len(found) == 1:
            return found[0]
        if found:
            mistakes.at(cell, findings.POLICY_AREA_AMBIGUOUS, found="、".join(found))
            return ""
        if self.whole:
            mistakes.at(cell, findings.UNKNOWN_POLICY_AREA)
        return written

    def named(self, written: str) -> list[str]:
        """The ids of all areas that it may mean: by their path, else by their own number."""
        if written in self.cells:
            return [written]
        for code in dict.fromkeys([written, area_code(written, self.levels[:-1])]):
            if path := self._by_path.get(code_key(code)):
                return [path]
            if ids := self._by_number.get(code_key(code)):
                return list(ids)
        return []


_LOWEST = 2
"""The lowest level of areas, counted from the last of all, the measures'."""


@dataclass
class _Draft:
    """A row of 基本施策 whose place among the others is still to be found."""

    number: str
    title: str
    cell: SourceCell
    parent: SourceCell
    wanted: str
    """What it names as its parent; empty at the top."""
    id: str = ""
    children: list[_Draft] = field(default_factory=list)


def read_areas(book: SourceBook, levels: tuple[Level, ...], mistakes: Mistakes) -> Areas:
    """Each behind the one it belongs to. A plan whose measures stand for themselves has none."""
    if len(levels) == 1:
        return Areas((), {}, whole=True, levels=levels)
    table = read_filled(book, columns.AREAS_SHEET, mistakes)
    drafts, whole = [], table.whole
    for row in table.rows:
        draft = _draft(row, levels, mistakes)
        whole = whole and bool(draft.number)
        if draft.number:
            drafts.append(draft)
    tops, is_sound = _Tree(drafts, mistakes).grown()
    areas, cells = [], {}
    for depth, parent, draft in _walked(tops):
        if depth > (most := len(levels) - 1):
            mistakes.at(draft.cell, findings.AREA_TOO_DEEP, depth=depth, most=most)
        areas.append(PolicyArea(draft.number, draft.title, parent))
        cells[draft.id] = draft.cell
    return Areas(tuple(areas), cells, whole and is_sound, levels)


def _draft(row: Row, levels: tuple[Level, ...], mistakes: Mistakes) -> _Draft:
    number = area_code(plain_code(row[columns.AREA_NUMBER], mistakes), levels[:-1])
    title = required(text, row[columns.AREA_TITLE], mistakes)
    parent = row[columns.AREA_PARENT]
    wanted = code_key(area_code(narrow(one_line(parent.text)), levels[:-1]))
    return _Draft(number, title, row[columns.AREA_NUMBER], parent, wanted)


class _Tree:
    """Puts the areas below those that they name, whichever row stands first."""

    def __init__(self, drafts: Iterable[_Draft], mistakes: Mistakes) -> None:
        self.drafts = list(drafts)
        self.mistakes = mistakes
        self.is_sound = True
        self.by_id: dict[str, _Draft] = {}
        self.by_number: dict[str, list[_Draft]] = defaultdict(list)
        self.waiting: dict[str, list[_Draft]] = defaultdict(list)

    def grown(self) -> tuple[list[_Draft], bool]:
        """The areas at the top, and whether all could be placed."""
        for draft in self.drafts:
            self.by_number[code_key(draft.number)].append(draft)
            if draft.wanted:
                self.waiting[draft.wanted].append(draft)
        tops = [d for d in self.drafts if not d.wanted and self._place(d, None)]
        for draft in self.drafts:
            if not draft.id:
                self._place_by_number(draft)
        for draft in self.drafts:
            if not draft.id:
                self._tell_unplaced(draft)
        order = {id(draft): place for place, draft in enumerate(self.drafts)}
        for draft in self.drafts:
            draft.children.sort(key=lambda child: order[id(child)])
        return tops, self.is_sound

    def _place(self, draft: _Draft, parent: _Draft | None) -> bool:
        """Give it its id, and theirs to those that wait for it; False where its id is taken."""
        found = [(draft, parent)]
        while found:
            one, above = found.pop()
            if one.id:
                continue
            one.id = f"{above.id}-{one.number}" if above else one.number
            first = self.by_id.setdefault(code_key(one.id), one)
            if first is not one:
                self._tell_doubled(one, first)
                continue
            if above:
                above.children.append(one)
            found += [(w, one) for w in reversed(self.waiting.pop(code_key(one.id), []))]
        return self.by_id[code_key(draft.id)] is draft

    def _place_by_number(self, draft: _Draft) -> None:
        """Below the one area of the number that it names, where no path is that."""
        way, seen = [draft], {id(draft)}
        while not (above := self._numbered(way[-1])) or not above.id:
            if above is None or id(above) in seen:
                return
            way.append(above)
            seen.add(id(above))
        for one in reversed(way):
            self._place(one, above)
            above = one

    def _numbered(self, draft: _Draft) -> _Draft | None:
        """The one area of the number that it names."""
        named = self.by_number.get(draft.wanted, [])
        return named[0] if len(named) == 1 else None

    def _tell_doubled(self, draft: _Draft, first: _Draft) -> None:
        if code_key(draft.number) == code_key(first.number):
            self.mistakes.at(
                draft.cell,
                findings.PLAN_VALUE_DUPLICATED,
                first=first.cell.ref,
                first_value=first.cell.text,
            )
        else:
            self.mistakes.at(
                draft.cell, findings.NUMBERS_COLLIDE, read_as=draft.id, first=first.cell.ref
            )

    def _tell_unplaced(self, draft: _Draft) -> None:
        self.is_sound = False
        named = self.by_number.get(draft.wanted, [])
        if not named:
            self.mistakes.at(draft.parent, findings.UNKNOWN_POLICY_AREA)
        elif len(named) > 1 and any(one.id for one in named):
            found = "、".join(one.id for one in named if one.id)
            self.mistakes.at(draft.parent, findings.POLICY_AREA_AMBIGUOUS, found=found)
        elif self._is_in_circle(draft):
            self.mistakes.at(draft.parent, findings.AREAS_IN_CIRCLE)

    def _is_in_circle(self, draft: _Draft) -> bool:
        """Whether going up from it leads back to it."""
        seen, one = set[int](), draft
        while id(one) not in seen:
            seen.add(id(one))
            above = self.by_number.get(one.wanted, [])
            if not above:
                return False
            one = above[0]
        return one is draft


def _walked(tops: Iterable[_Draft]) -> Iterator[tuple[int, str, _Draft]]:
    """(depth, parent's id, area), each before those below it."""
    stack = [(1, "", draft) for draft in reversed(list(tops))]
    while stack:
        depth, parent, draft = stack.pop()
        yield depth, parent, draft
        stack += [(depth + 1, draft.id, child) for child in reversed(draft.children)]
