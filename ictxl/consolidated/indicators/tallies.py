"""Count the indicators by how far they have come, for 集計."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

from ictxl.consolidated.indicators.entries import IndicatorEntry
from ictxl.consolidated.summary import Category, Tally, TallyKind, short
from ictxl.consolidated.table import ConsolidatedTable, area_level

_BANDS = (
    ("100%以上", Decimal(1)),
    ("80%以上", Decimal("0.8")),
    ("50%以上", Decimal("0.5")),
    ("50%未満", None),
)
"""Label of a band of 達成率, and from what on it holds; what is below all others has no bound."""
_NO_RATE, _BLANK, _MISSING = "算出なし", "未記入", "未提出"
_TITLE = "指標の達成率"


def indicator_tallies(table: ConsolidatedTable) -> Iterator[Tally]:
    """Each indicator of each department once, by area and by department."""
    if not table.indicator_entries:
        return
    areas = {
        entry.measure.id: short(block.label) for block in table.blocks for entry in block.entries
    }
    groups: tuple[tuple[str, Callable[[IndicatorEntry], str]], ...] = (
        (area_level(table.plan), lambda entry: areas.get(entry.measure.id, "")),
        ("担当課", lambda entry: short(entry.department)),
    )
    for heading, group_of in groups:
        counted: dict[str, Counter[str]] = {}
        for entry in table.indicator_entries:
            counted.setdefault(group_of(entry), Counter())[_band(entry)] += 1
        # All bands stand there, so that each tells its two ends.
        shown = [
            category
            for category in _categories()
            if category.kind.is_own or any(of[category.code] for of in counted.values())
        ]
        rows = tuple((name, tuple(of[c.code] for c in shown)) for name, of in counted.items())
        yield Tally(f"{_TITLE}({heading}別)", heading, tuple(shown), rows)


def _categories() -> Iterator[Category]:
    for label, _ in _BANDS:
        yield Category(label, label, TallyKind.CONTINUING)
    yield Category(_NO_RATE, "達成率を出せない(目標や実績が数でない)", TallyKind.UNLISTED)
    yield Category(_BLANK, "実績値が未記入", TallyKind.OPEN)
    yield Category(_MISSING, "調査票が未提出", TallyKind.OPEN)


def _band(entry: IndicatorEntry) -> str:
    if not entry.actual:
        return _BLANK if entry.is_submitted else _MISSING
    rate = entry.rate
    if rate is None:
        return _NO_RATE
    return next(label for label, least in _BANDS if least is None or rate >= least)
