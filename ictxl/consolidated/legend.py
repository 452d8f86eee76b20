"""【凡例】: what the table's codes and marks mean."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from ictxl.consolidated.table import ConsolidatedTable, state_meanings
from ictxl.model import Plan


@dataclass(frozen=True)
class LegendGroup:
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class LegendCell:
    """A line of the printed legend in one of its columns."""

    text: str = ""
    is_heading: bool = False


LegendRow = tuple[LegendCell, ...]
LEGEND_COLUMNS = 3
"""Columns in which the groups stand side by side where there is room."""


def legend_groups(table: ConsolidatedTable) -> list[LegendGroup]:
    """評価 in its two groups, the marks of 今後の展開, and 未提出 and 未記入 where they occur."""
    columns = _columns(table)
    return [group for column in columns for group in column if group.lines]


def legend_rows(table: ConsolidatedTable, count: int = LEGEND_COLUMNS) -> list[LegendRow]:
    """The groups in as many columns at most, side by side; the last one has what is left."""
    columns = [c for c in _columns(table) if any(group.lines for group in c)]
    count = min(count, max(len(columns), 1))
    last = tuple(group for column in columns[count - 1 :] for group in column)
    cells = map(_cells, (*columns[: count - 1], last))
    return list(zip_longest(*cells, fillvalue=LegendCell()))


def _cells(column: tuple[LegendGroup, ...]) -> list[LegendCell]:
    """The groups of one column, one below the other."""
    cells = []
    for group in column:
        if group.lines:
            cells += [LegendCell(group.heading, is_heading=True), *map(LegendCell, group.lines)]
    return cells


_Column = tuple[LegendGroup, ...]


def _columns(table: ConsolidatedTable) -> tuple[_Column, _Column, _Column]:
    plan = table.plan
    continuing, finished = _choices(plan)
    states = tuple(f"{s} {text}" for s, text in state_meanings(plan).items() if s in table.states)
    is_told = plan.asks_the_usual or any(measure.outlook for measure in plan.measures)
    marks = tuple(f"{o.mark} {o.meaning}" for o in plan.outlooks if o.meaning and is_told)
    return (
        (continuing,),
        (finished, LegendGroup("回答の状況", states)),
        (LegendGroup("今後の展開", marks),),
    )


def _choices(plan: Plan) -> tuple[LegendGroup, LegendGroup]:
    """What the codes behind the departments' names mean: what goes on, and what has ended.

    All other choices are printed with their names.
    """
    leading = plan.leading_choice
    listed = leading.choices if leading else None
    if not leading or not listed:
        return LegendGroup("", ()), LegendGroup("", ())
    choices = [(c.finished, listed.label(c)) for c in listed.choices]
    if not (plan.asks_the_usual or any(c.name not in ("", c.code) for c in listed.choices)):
        choices = []  # words say all themselves
    continuing = tuple(label for ends, label in choices if not ends)
    finished = tuple(label for ends, label in choices if ends)
    parts = plan.asks_the_usual or listed.ends
    first = f"{leading.name}(継続)" if parts else leading.name
    return LegendGroup(first, continuing), LegendGroup(f"{leading.name}(終了)", finished)
