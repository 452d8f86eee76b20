"""Which columns of a template print, how wide they are, and how its cells lie on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ictxl.consolidated.template.geometry import Measure, measure
from ictxl.consolidated.template.layout import Layout, Slot
from ictxl.consolidated.template.words.told import Name, Scope, Told, joined
from ictxl.text.linebreak import text_units

_NARROW = 15
"""Digits of the columns that hold marks, numbers and names rather than texts."""
_WIDEST_NUMBER = 16
"""Half-width letters that the columns of numbers get room for at most."""


@dataclass(frozen=True)
class Place:
    """A slot on the columns that print. Rows count from the first of the rows it belongs to."""

    slot: Slot
    first: int
    last: int
    column: int
    last_column: int
    measure: Measure

    @cached_property
    def is_fixed(self) -> bool:
        """Whether what stands in it may stand again on a further page."""
        names = self.slot.names
        return not names or all(name.repeats for name in names)


@dataclass(frozen=True)
class Columns:
    """The columns that print."""

    kept: tuple[int, ...]
    """Their numbers in the template."""
    widths: tuple[float, ...]
    usual: tuple[str, float]
    """The workbook's usual font."""

    @property
    def count(self) -> int:
        return len(self.kept)

    def place(self, slot: Slot, row: int) -> Place | None:
        """Of a slot in the rows that begin at `row`; None where none of its columns prints."""
        first_row, first, last_row, last = slot.cell.area
        inside = [i for i, column in enumerate(self.kept) if first <= column <= last]
        if not inside:
            return None
        start, end = inside[0], inside[-1]
        widths = self.widths[start : end + 1]
        told = measure(widths, slot.format, self.usual)
        return Place(slot, first_row - row, last_row - row, start, end, told)

    def wrapped(self, place: Place) -> Place:
        """The place with a text that wraps: none of a repeated row is to be cut."""
        look = place.slot.format
        if look.get("text_wrap") or look.get("rotation"):
            return place
        cell = replace(place.slot.cell, format={**look, "text_wrap": True})
        return replace(place, slot=replace(place.slot, cell=cell))

    def widened(self, place: Place, end: int) -> Place:
        """The place joined with the blank cells beside it, up to the column `end`."""
        wide = self.wrapped(place)
        widths = self.widths[place.column : end + 1]
        return replace(wide, last_column=end, measure=measure(widths, wide.slot.format, self.usual))

    def places(self, slots: Iterable[Slot], row: int) -> list[Place]:
        """Of all slots of the rows that begin at `row` and print."""
        return [place for slot in slots if (place := self.place(slot, row))]


def columns_of(
    layouts: Sequence[Layout], usual: tuple[str, float], told: Callable[[Slot], Iterable[Told]]
) -> Columns:
    """The columns of a sheet with its tables; `told` gives what all rows have in a slot.

    A column whose placeholders are all empty in all rows does not print; those of texts share its
    width.
    """
    sheet = layouts[0].sheet
    every = range(sheet.last_column + 1)
    slots = [slot for one in layouts for slot in one.within(one.block) if slot.parts]
    empty = {id(slot) for slot in slots if slot.names and not any(t.text for t in told(slot))}
    dropped = {column for column in every if _is_empty(column, slots, empty)}
    if len(dropped) == len(every):
        dropped = set()
    kept = [column for column in every if column not in dropped]
    widths = {column: sheet.width(column) for column in kept}
    if dropped and widths:
        _widen_texts(widths, sum(sheet.width(column) for column in dropped))
    _widen_numbers(slots, widths, usual, told)
    return Columns(tuple(kept), tuple(widths[column] for column in kept), usual)


def _widen_texts(widths: dict[int, float], freed: float) -> None:
    """Columns of texts share the width that others leave, each by its own."""
    texts = [column for column, width in widths.items() if width > _NARROW]
    texts = texts or [max(widths, key=lambda column: widths[column])]
    whole = sum(widths[column] for column in texts)
    for column in texts:
        widths[column] += freed * widths[column] / whole


def _is_empty(column: int, slots: Sequence[Slot], empty: set[int]) -> bool:
    over = [slot for slot in slots if slot.cell.area[1] <= column <= slot.cell.area[3]]
    return bool(over) and all(id(slot) in empty for slot in over)


def _widen_numbers(
    slots: Iterable[Slot],
    widths: dict[int, float],
    usual: tuple[str, float],
    told: Callable[[Slot], Iterable[Told]],
) -> None:
    """Long numbers of measures get room, at the cost of the widest column."""
    for slot in slots:
        _, first, _, last = slot.cell.area
        is_number = slot.scope == Scope.MEASURE and slot.is_alone and slot.names[0].is_number
        if first != last or first not in widths or not is_number:
            continue
        has = measure([widths[first]], slot.format, usual).units
        longest = max((text_units(one.text) for one in told(slot)), default=0)
        wanted = min(longest + 1, _WIDEST_NUMBER) - has
        widest = max(widths, key=lambda column: widths[column])
        if wanted > 0 and widths[widest] > wanted * 2:
            widths[first] += wanted
            widths[widest] -= wanted


def told_in(slot: Slot, value: Callable[[Name], Told]) -> Told:
    """What stands in a slot, given what its placeholders stand for."""
    if slot.is_alone:
        return value(slot.names[0])
    return joined(part if isinstance(part, str) else value(part) for part in slot.parts)
