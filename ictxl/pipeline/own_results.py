"""Tell ictxl's own results, which lie beside what came back, from what departments returned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ictxl import findings
from ictxl.files.addresses import Place
from ictxl.files.inputs import InputFile
from ictxl.files.untouched import is_as_made, is_recorded, may_be_result
from ictxl.findings import Finding
from ictxl.pipeline.keeping import WORKBOOK, OutputKind, is_old_result, kind_of
from ictxl.report.own_outputs import is_own_output
from ictxl.spreadsheets.errors import DEFAULT_LIMITS


def returned_files(found: Iterable[InputFile]) -> list[InputFile]:
    """The files without reports and old results; other results are marked as ictxl's own."""
    others = (f for f in found if not (is_own_output(f.path) or is_old_result(f.path)))
    return [replace(file, is_own=result_as_made(file.path) is not None) for file in others]


def own_results_left_out(names: Sequence[str]) -> Iterator[Finding]:
    """Of the files of a job that were not read for that."""
    if names:
        yield findings.OWN_RESULTS_LEFT_OUT(value="\n".join(names), found="」「".join(names))


def is_no_table(path: Place) -> bool:
    """One of ictxl's own results other than the workbook of a year's answers: its report, record,
    page or data, a comparison, a history."""
    if is_own_output(path):
        return True
    if path.suffix.lower() == ".parquet" and isinstance(path, Path):
        return path.with_suffix(WORKBOOK).is_file()
    return result_as_made(path) not in {None, OutputKind.TABLE}


_BESIDE = frozenset({".html", ".csv", ".pdf"})


def result_as_made(path: Place) -> OutputKind | str | None:
    """What of ictxl's own results a file is: its workbook's kind, or the suffix of what is written
    beside it. None for any other file, also where another program has saved it since: somebody may
    have written into it."""
    if not isinstance(path, Path):
        return None
    suffix = path.suffix.lower()
    try:
        if not path.is_file() or path.stat().st_size > DEFAULT_LIMITS.file_bytes:
            return None
        if suffix == WORKBOOK:
            return kind_of(path) if may_be_result(path) and is_as_made(path) else None
        # A department's own PDF may come from the same program.
        is_own = suffix in _BESIDE and is_recorded(path)
        is_own = is_own or (suffix == ".html" and is_as_made(path))
    except OSError:
        return None
    return suffix if is_own else None
