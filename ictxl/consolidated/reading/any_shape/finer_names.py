"""取組 | 具体的な内容: what is done names the measures where several stand below one name."""

from __future__ import annotations

from collections.abc import Iterator

from ictxl.consolidated.reading.any_shape.headings.column import Column
from ictxl.consolidated.reading.any_shape.headings.meanings import Family, Meaning
from ictxl.consolidated.reading.any_shape.tables import Table
from ictxl.text.clean import fold_name


def take_finer_names(table: Table) -> None:
    """Make the column beside the names the names, and these a level, where a department tells of
    several of its texts below one name: as one measure its answers would run into each other.

    It is a guess, and offered as one.
    """
    title, numbers = table.title, table.of(Meaning.NUMBER)
    beside = [c for c in table.of(Meaning.GIVEN) if title and c.index == title.index + 1]
    departments = table.of(Meaning.DEPARTMENT)
    if title is None or numbers or not departments or not beside:
        return
    content = beside[0]
    if content.family is not Family.GIVEN or content.part is not None:
        return
    rows = list(_rows(table, title, content, departments[0]))
    told = [(name, department) for name, _, department in rows]
    is_each_own = len({text for _, text, _ in rows}) == len(rows) == len(content.texts)
    if is_each_own and len(set(told)) < len(told):
        title.mean(Meaning.LEVEL)
        content.mean(Meaning.TITLE, is_sure=False)


def _rows(
    table: Table, title: Column, content: Column, department: Column
) -> Iterator[tuple[str, str, str]]:
    """Name, text and department of each row that has a text."""
    name = ""
    for row in table.rows():
        name = fold_name(table.grid.text(row, title.index)) or name
        text = fold_name(table.grid.holder(row, content.index).text)
        own = table.grid.holder(row, department.index)
        if text and own.text:
            yield name, text, fold_name(own.text)
