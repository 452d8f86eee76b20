"""Give the columns of a table their names in the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ictxl.consolidated.reading.any_shape.headings.column import Column, IndicatorPart
from ictxl.consolidated.reading.any_shape.headings.meanings import Family, Meaning
from ictxl.contract.placeholders import indicator_names
from ictxl.questions import USUAL_LEVELS
from ictxl.text.clean import fold_name


def name_columns(columns: Iterable[Column], taken: Callable[[str], bool]) -> None:
    """Give each column its name in the plan; one that is taken gets its year, else a number."""
    used: set[str] = set()
    for column in columns:
        if column.meaning is Meaning.PREVIOUS or column.part in _NUMBERS:
            column.name = f"{column.heading}(前回)"
            continue
        for name in _names(column):
            if fold_name(name) not in used and not _is_taken(name, column, taken):
                column.name = name
                break
        used.add(fold_name(column.name))


_NUMBERS = frozenset({IndicatorPart.PREVIOUS, IndicatorPart.TARGET_OF_YEAR})


_MEASURES_OWN = frozenset(level.label for level in USUAL_LEVELS)
"""The sheet 施策 has columns of these names, whatever the levels are called."""


def _is_taken(name: str, column: Column, taken: Callable[[str], bool]) -> bool:
    """The names of an indicator's parts say what they are; the sheet 指標 has names of its own."""
    is_given = column.meaning is Meaning.GIVEN
    if is_given and name[:1] in "(（" and name[-1:] in ")）":
        return True  # in a plan workbook, somebody's own note
    if column.part is IndicatorPart.GIVEN:
        return fold_name(name) in indicator_names()
    if is_given and name in _MEASURES_OWN:
        return True
    is_part = column.meaning in (Meaning.UNIT, Meaning.BASELINE, Meaning.GOAL, Meaning.ACTUAL)
    return not is_part and column.meaning is not Meaning.INDICATOR and taken(name)


def _names(column: Column) -> Iterable[str]:
    if not column.heading:
        yield f"見出しのない列{column.letters}"
    # A given column of another year than the answers' keeps its year.
    keeps = column.meaning is Meaning.GIVEN and column.year is not None
    yield from ([] if keeps else [column.label])
    yield column.heading
    if column.part is IndicatorPart.GIVEN and column.family is Family.GOAL:
        yield f"最終{column.label}"
    yield f"{column.heading}欄"
    yield from (f"{column.heading}({n})" for n in range(2, _MANY))


_MANY = 10_000
