"""Give the columns of a table their names in the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ictxl.consolidated.reading.any_shape.headings.columns import Column
from ictxl.consolidated.reading.any_shape.headings.meanings import Meaning
from ictxl.spreadsheets.cells import column_letters
from ictxl.text.clean import fold_name


def name_columns(columns: Iterable[Column], taken: Callable[[str], bool]) -> None:
    """Give each column its name in the plan; one that is taken gets its year, else a number."""
    used: set[str] = set()
    for column in columns:
        if column.meaning is Meaning.PREVIOUS:
            column.name = f"{column.heading}(前回)"
            continue
        for name in _names(column):
            if fold_name(name) not in used and not taken(name):
                column.name = name
                break
        used.add(fold_name(column.name))


def _names(column: Column) -> Iterable[str]:
    if not column.heading:
        yield f"見出しのない列{column_letters(column.index)}"
    # A given column of another year than the answers' keeps its year.
    keeps = column.meaning is Meaning.GIVEN and column.year is not None
    yield from ([] if keeps else [column.label])
    yield column.heading
    yield f"{column.heading}欄"
    yield from (f"{column.heading}({n})" for n in range(2, _MANY))


_MANY = 10_000
