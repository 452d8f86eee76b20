"""【凡例】: what the table's codes and marks mean."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from ictxl.consolidated.table import STATE_MEANINGS, ConsolidatedTable


@dataclass(frozen=True)
class LegendGroup:
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class LegendRow:
    """One line of the printed legend, in three columns."""

    texts: tuple[str, str, str]
    is_heading: bool = False


def legend_groups(table: ConsolidatedTable) -> list[LegendGroup]:
    """評価 in its two groups, the marks of 今後の展開, and 未提出 and 未記入 where they occur."""
    plan = table.plan
    groups = [
        LegendGroup("評価(継続)", tuple(r.label for r in plan.ratings if not r.finished)),
        LegendGroup("評価(終了)", tuple(r.label for r in plan.ratings if r.finished)),
        LegendGroup(
            "今後の展開", tuple(f"{o.mark} {o.meaning}" for o in plan.outlooks if o.meaning)
        ),
        LegendGroup(
            "回答の状況",
            tuple(f"{s} {text}" for s, text in STATE_MEANINGS.items() if s in table.states),
        ),
    ]
    return [group for group in groups if group.lines]


def legend_rows(table: ConsolidatedTable) -> list[LegendRow]:
    """The groups side by side, three to a row."""
    groups = legend_groups(table)
    rows = []
    for start in range(0, len(groups), 3):
        trio = groups[start : start + 3]
        rows.append(LegendRow(_three([group.heading for group in trio]), is_heading=True))
        lines = zip_longest(*(group.lines for group in trio), fillvalue="")
        rows += [LegendRow(_three(list(line))) for line in lines]
    return rows


def _three(texts: list[str]) -> tuple[str, str, str]:
    first, second, third = [*texts, "", ""][:3]
    return first, second, third
