"""Put the areas that rows and bands name into a tree, with numbers that a plan can hold."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ictxl import findings
from ictxl.consolidated.reading.any_shape.records import Record, Step
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.model import PolicyArea
from ictxl.questions import NUMBER_STYLES, Level
from ictxl.text.clean import fold_name, normalized

COUNTED = NUMBER_STYLES[0]
"""Of areas that have no number of their own."""
NO_AREA = "(区分なし)"
_ALIKE = 0.6
_USUAL_LABELS = ("基本目標", "基本施策", "個別施策", "取組の柱", "取組の方向")


def code_key(code: str) -> str:
    """What two numbers have in common that a plan takes for one."""
    narrow = normalized("NFKC", code)
    return str(int(narrow)) if narrow.isascii() and narrow.isdecimal() else narrow.upper()


@dataclass
class _Node:
    area: PolicyArea
    spot: CellSpot


@dataclass
class Tree:
    """The levels of a plan and its areas, each behind the one above it."""

    notes: Notes
    keys: list[str] = field(default_factory=list)
    """The levels from the top, as steps name them."""
    levels: list[Level] = field(default_factory=list)
    nodes: dict[str, _Node] = field(default_factory=dict)
    """By the area's id."""
    ids: set[str] = field(default_factory=set)
    """Keys of all ids of areas and measures: no two may be spelled alike."""
    children: dict[str, list[str]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    """Keys of the ids that measures have by the numbers written for them."""

    @property
    def areas(self) -> tuple[PolicyArea, ...]:
        return tuple(self._walk(""))

    def _walk(self, parent: str) -> Iterable[PolicyArea]:
        for one in self.children.get(parent, ()):
            yield self.nodes[one].area
            yield from self._walk(one)

    def place(self, record: Record) -> str:
        """The id of the area that a record stands in; new areas are made."""
        steps = {step.level: step for step in record.path}
        parent = ""
        for key in self.keys:
            step = steps.get(key)
            parent = self._enter(parent, step) if step else self._blank(parent, record, key)
        return parent

    def _enter(self, parent: str, step: Step) -> str:
        title, number = step.title, step.label.number if step.label else ""
        same = [self.nodes[one] for one in self.children.get(parent, ())]
        for node in same:
            is_named = fold_name(node.area.title) == fold_name(title)
            is_numbered = not number or code_key(node.area.number) == code_key(number)
            if is_named and is_numbered:
                return node.area.id
        taken = next(
            (n for n in same if number and code_key(n.area.number) == code_key(number)), None
        )
        if taken and (not title or _alike(taken.area.title, title)):
            self._tell_titles(taken, step)
            return taken.area.id
        if taken:
            self.notes.at(step.spot, findings.AREA_NUMBER_TAKEN, read_as=taken.area.title)
        return self._add(parent, number if not taken else "", title or step.spot.text, step.spot)

    def _add(self, parent: str, number: str, title: str, spot: CellSpot) -> str:
        count = len(self.children.get(parent, ())) + 1
        while not number or self._id_key(parent, number) in self.ids:
            number = str(count)
            count += 1
        area = PolicyArea(number, title, parent)
        self.nodes[area.id] = _Node(area, spot)
        self.children.setdefault(parent, []).append(area.id)
        self.ids.add(self._id_key(parent, number))
        return area.id

    def _id_key(self, parent: str, number: str) -> str:
        return (
            "-".join(map(code_key, f"{parent}-{number}".split("-"))) if parent else code_key(number)
        )

    def _blank(self, parent: str, record: Record, key: str) -> str:
        """A measure that names no area of a level."""
        for one in self.children.get(parent, ()):
            if self.nodes[one].area.title == NO_AREA:
                return one
        level = self.levels[self.keys.index(key)].label
        self.notes.at(record.spot, findings.AREA_LEFT_BLANK, heading=level, read_as=NO_AREA)
        return self._add(parent, "", NO_AREA, record.spot)

    def _tell_titles(self, node: _Node, step: Step) -> None:
        if step.title and fold_name(node.area.title) != fold_name(step.title):
            self.notes.at(
                step.spot,
                findings.AREA_TITLES_DIFFER,
                area=f"「{node.area.number}」",
                first=f"{node.spot.sheet} {node.spot.cell}".strip(),
                read_as=node.area.title,
            )

    def keep_number(self, area: str, code: str) -> None:
        """No measure without a number takes one that is written for another."""
        self.written.add(self._id_key(area, code))

    def number(self, area: str, code: str, record: Record) -> str:
        """The measure's number in its area: as written, where no other has it."""
        wanted, count = code, 1
        taken = self.ids
        while not code or self._id_key(area, code) in taken:
            code, taken = str(count), self.ids | self.written
            count += 1
        if wanted and code != wanted:
            self.notes.at(record.spot, findings.MEASURE_CODE_TAKEN, read_as=code)
        elif not wanted and self.written:
            self.notes.at(record.spot, findings.MEASURE_NUMBER_MISSING, read_as=code)
        self.ids.add(self._id_key(area, code))
        return code


def _alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, one, other).ratio() >= _ALIKE


def find_levels(tree: Tree, records: Sequence[Record], name: Callable[[str], str]) -> None:
    """The levels that the records name, from the top; `name` makes a label one that is free."""
    steps: dict[str, list[Step]] = {}
    for record in records:
        place = 0
        for step in record.path:
            if step.level in tree.keys:
                place = tree.keys.index(step.level) + 1
            else:
                tree.keys.insert(place, step.level)
                place += 1
            steps.setdefault(step.level, []).append(step)
    unnamed = sum(not steps[key][0].name for key in tree.keys)
    usual = [label for label in _USUAL_LABELS if all(s[0].name != label for s in steps.values())]
    usual = usual[1:] if unnamed == 1 else usual
    for key in tree.keys:
        label = steps[key][0].name
        if not label:
            label = usual.pop(0) if usual else "区分"
            tree.notes.at(steps[key][0].spot, findings.LEVEL_NAME_GUESSED, read_as=label)
        if not any(step.label for step in steps[key]):
            tree.notes.at(steps[key][0].spot, findings.AREA_HAS_NO_NUMBER, heading=label)
        tree.levels.append(Level(name(label), _style(steps[key])))


def _style(steps: Sequence[Step]) -> str:
    """The way that most of the areas are numbered."""
    styles = Counter(step.label.style for step in steps if step.label)
    return styles.most_common(1)[0][0] if styles else COUNTED
