"""Colour a marked cell for as long as it is unchanged, above the form's own conditional formats.

A form colours its filled cells itself. Where several conditional formats overlap, programs disagree
on which goes first; so a marked cell is cut out of the areas it lies in and gets one of its own,
with the mark's rule first and the form's rules behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.formula.translate import Translator
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.sendback.list_sheet import FILLS

_LONGEST_LITERAL = 200
"""A text in a formula ends at 255 characters (Excel specifications and limits)."""
_OVER_WHOLE_AREA = {"colorScale", "dataBar", "iconSet", "top10", "aboveAverage", "uniqueValues"}
"""Rules that compare the cells of their area with each other: such an area is not cut."""


def colour_while_unchanged(sheet: Worksheet, colours: Mapping[str, str]) -> None:
    """Colour cells (coordinate → colour) until they change."""
    if not colours:
        return
    areas = [(_ranges(area), list(area.rules)) for area in _formats(sheet)]
    made = ConditionalFormattingList()
    behind: dict[str, list[Rule]] = {place: [] for place in colours}
    for ranges, rules in areas:
        inside = [place for place in colours if any(place in one for one in ranges)]
        if not inside or any(rule.type in _OVER_WHOLE_AREA for rule in rules):
            _add(made, " ".join(one.coord for one in ranges), rules)
            continue
        anchor = _corner(ranges)
        for one in ranges:
            for piece in _without(one, [place for place in inside if place in one]):
                _add(made, piece.coord, _moved(rules, anchor, _corner([piece])))
        for place in inside:
            behind[place].extend(_moved(rules, anchor, place))
    for place, colour in colours.items():
        cell = sheet[place]
        assert isinstance(cell, Cell)
        _add(made, place, [_rule(cell, colour), *behind[place]])
    _number(made)
    vars(sheet)["conditional_formatting"] = made


def remove_colouring(sheet: Worksheet) -> None:
    """Take away the rules of an earlier send-back."""
    left = ConditionalFormattingList()
    for area in _formats(sheet):
        _add(left, str(area.sqref), [rule for rule in area.rules if not _is_ours(rule)])
    vars(sheet)["conditional_formatting"] = left


def _formats(sheet: Worksheet) -> list[Any]:
    formats: Any = sheet.conditional_formatting
    return list(formats)


def _ranges(area: Any) -> list[CellRange]:
    return sorted(area.sqref.ranges, key=lambda one: (one.min_row, one.min_col))


def _add(formats: ConditionalFormattingList, place: str, rules: Iterable[Rule]) -> None:
    for rule in rules:
        formats.add(place, rule)


def _corner(ranges: Iterable[CellRange]) -> str:
    """The cell that the formulas of an area are written for."""
    all_ranges = list(ranges)
    column = min(one.min_col for one in all_ranges)
    return f"{get_column_letter(column)}{min(one.min_row for one in all_ranges)}"


def _without(area: CellRange, places: Iterable[str]) -> Iterator[CellRange]:
    """The area in pieces, without single cells of it."""
    pieces = [area]
    for place in places:
        pieces = [part for piece in pieces for part in _cut(piece, CellRange(place))]
    return iter(pieces)


def _cut(area: CellRange, cell: CellRange) -> Iterator[CellRange]:
    row, column = cell.min_row, cell.min_col
    left, top, right, bottom = area.bounds
    if not (top <= row <= bottom and left <= column <= right):
        yield area
        return
    for bounds in (
        (left, top, right, row - 1),
        (left, row, column - 1, row),
        (column + 1, row, right, row),
        (left, row + 1, right, bottom),
    ):
        if bounds[0] <= bounds[2] and bounds[1] <= bounds[3]:
            yield CellRange(None, *bounds)


def _moved(rules: Iterable[Rule], origin: str, place: str) -> list[Rule]:
    """Copies of the rules with their formulas written for another cell."""
    moved = []
    for rule in rules:
        copied = copy(rule)
        copied.formula = [
            Translator(f"={formula}", origin=origin).translate_formula(place)[1:]
            for formula in rule.formula
        ]
        moved.append(copied)
    return moved


def _rule(cell: Cell, colour: str) -> Rule:
    # bgColor is what a conditional format fills with.
    fill = PatternFill("solid", fgColor=colour, bgColor=colour)
    return Rule(
        type="expression",
        formula=[_unchanged(cell)],
        dxf=DifferentialStyle(fill=fill),
        stopIfTrue=True,
    )


def _number(formats: ConditionalFormattingList) -> None:
    """The marks' rules first, the others in the order they had."""
    rules: list[Any] = [rule for area in list(formats) for rule in area.rules]
    rules.sort(key=lambda rule: (not _is_ours(rule), rule.priority or 0))
    for number, rule in enumerate(rules, 1):
        rule.priority = number


def _is_ours(rule: Any) -> bool:
    fill = rule.dxf.fill if rule.dxf else None
    return bool(fill and fill.bgColor and fill.bgColor.rgb in FILLS.values())


def _unchanged(cell: Cell) -> str:
    """A formula that holds while the cell says what it says now."""
    place = cell.coordinate
    if cell.value is None:
        return f"LEN({place})=0"
    text = str(cell.value)
    if cell.data_type != "s" or "_x" in text:
        return "TRUE"
    if len(text) > _LONGEST_LITERAL or not text.isprintable():
        return f"LEN({place})={len(text) + sum(char > chr(0xFFFF) for char in text)}"
    quoted = text.replace('"', '""')
    return f'EXACT({place},"{quoted}")'
