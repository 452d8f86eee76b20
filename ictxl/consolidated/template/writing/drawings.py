"""Pictures, shapes and charts of a template, put on the sheets that were made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ictxl.spreadsheets.xlsx.package import Package

_FOLDER = "template"
"""Of the template's drawings in the published package, beside those of 集計."""


@dataclass(frozen=True)
class MadeSheet:
    """A sheet of the workbook that was made from one of the template's."""

    source: str
    """The template's sheet."""
    name: str
    added: tuple[tuple[int, int], ...] = ()
    """The row below the prototype rows of each table, from 0, and how many rows came in there."""
    columns: Mapping[int, int] | None = None
    """Where the template's columns went, which count from 1; None where all are at their place."""


def has_drawings(template: bytes) -> bool:
    # Only a city's own template may have some.
    from ictxl.spreadsheets.xlsx.carry_drawings import carried_drawings  # noqa: PLC0415

    return any(True for _ in carried_drawings(Package(template)))


def with_drawings(
    template: bytes,
    parts: dict[str, bytes],
    *,
    sheets: Mapping[str, str],
    made: Sequence[MadeSheet],
) -> None:
    """Put the template's drawings onto the sheets that were made from it; of those that are further
    sheets of a table only onto the first.

    `sheets` are the paths of the workbook's sheets by their names.
    """
    from ictxl.spreadsheets.xlsx.carry_drawings import (  # noqa: PLC0415 - as above
        Repeated,
        carry_drawings,
        copy_drawing,
        in_folder,
        with_moved_drawings,
    )

    content = template
    first: dict[str, MadeSheet] = {}
    for one in made:
        first.setdefault(one.source, one)
    for one in first.values():
        if one.columns:
            content = with_moved_drawings(content, one.source, one.columns)
    places = {one.source: sheets[one.name] for one in first.values()}
    # From the bottom: a row is told as the template counts it.
    shifts = [Repeated(one.source, *told) for one in first.values() for told in reversed(one.added)]
    carry_drawings(in_folder(content, _FOLDER), parts, places, shifts)
    for number, one in enumerate(made):
        if one is not first[one.source]:
            copy_drawing(parts, places[one.source], sheets[one.name], number)
