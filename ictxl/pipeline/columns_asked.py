"""What is asked of the columns of an imported table, and what a person answers on the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

from ictxl.consolidated.reading import HeadingGuess, Meaning
from ictxl.consolidated.reading.heading_map import (
    MapSource,
    read_guesses,
    write_heading_map,
)
from ictxl.errors import InputError
from ictxl.files.inputs import require_file
from ictxl.files.names import HEADING_MAP
from ictxl.pipeline.keeping import writing_results
from ictxl.pipeline.yearly import ImportResult, import_table

CHOICES = tuple(meaning.value for meaning in Meaning)
"""What a column may be."""


@dataclass(frozen=True)
class ColumnsAsked:
    """見出しの対応 of a folder as it stands."""

    path: Path
    headings: tuple[HeadingGuess, ...]
    source: MapSource

    @property
    def version(self) -> str:
        """Another one as soon as something else is asked."""
        told = "\n".join(f"{one.heading}\t{one.meaning}\t{one.is_sure}" for one in self.headings)
        return f"{crc32(told.encode('utf-8', 'replace')):08x}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be looked at."""
        return any(not heading.is_sure for heading in self.headings)


def columns_asked(folder: Path) -> ColumnsAsked | None:
    """What an import into the folder asks; None where it asks nothing."""
    path = folder / HEADING_MAP
    if not path.is_file():
        return None
    try:
        headings, source = read_guesses(path)
    except InputError:
        return None
    return ColumnsAsked(path, headings, source)


def import_with_answers(
    asked: ColumnsAsked, answers: Mapping[int, str], table: Path, plan: Path
) -> ImportResult:
    """Note the answers (row of the map → one of `CHOICES`) and read the table anew by them.

    Raises InputError where the table is gone or cannot be read so.
    """
    require_file(table)
    headings = tuple(
        replace(one, meaning=answers.get(row, one.meaning), is_sure=True)
        for row, one in enumerate(asked.headings)
    )
    with writing_results():
        write_heading_map(headings, asked.source, asked.path)
    source = asked.source
    return import_table(table, plan, title=source.title, year=source.year, columns=asked.path)
