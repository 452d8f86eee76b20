"""What `import ictxl` offers for tables: getting in, the next year, and several years."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ictxl import api

if TYPE_CHECKING:
    from ictxl.files.inputs import File, Files
    from ictxl.pipeline.yearly import CompareResult, HistoryResult, ImportResult, RolloverResult


def import_table(
    table: File,
    output: File,
    *,
    responses: File | None = None,
    title: str = "",
    year: int | None = None,
    columns: File | None = None,
    passwords: api.Texts = (),
    force: bool = False,
) -> ImportResult:
    """As `ictxl import`: a consolidated table, hand-made ones too → a plan workbook `output`.

    `responses` is a file for the table's answers (`.csv`, `.xlsx`, `.parquet`); `title` and `year`
    (western) are for tables that tell none; `columns` is a 見出しの対応.xlsx that says what the
    columns are. Where that was guessed, one is written beside the plan: `headings_file` of the
    result. `passwords` are tried on a table that has one. Raises InputError where the file is
    missing or no such table, OutputError where `output` is there already and not `force`.

        result = ictxl.import_table("昨年度.xlsx", "plan.xlsx")
        len(result.table.responses), ictxl.findings_frame(result.findings)
    """
    from ictxl.pipeline import yearly

    return yearly.import_table(
        Path(table),
        _unless_there(output, force, table),
        responses_file=api._path(responses),
        title=title,
        year=year,
        columns=api._path(columns),
        passwords=api._texts(passwords),
    )


def rollover(
    table: File,
    output: File,
    *,
    plan: File | None = None,
    renumber: bool = False,
    title: str = "",
    year: int | None = None,
    columns: File | None = None,
    passwords: api.Texts = (),
    force: bool = False,
) -> RolloverResult:
    """As `ictxl rollover`: this year's consolidated table → next year's plan workbook `output`.

    Measures that all departments have finished are left out. `plan` is this year's plan workbook,
    which lends aliases and addresses; `renumber` numbers the measures anew. `title`, `year` (this
    year's), `columns`, `passwords` and `force`, and what is raised, are as in `import_table`.
    """
    from ictxl.pipeline import yearly

    return yearly.roll_over(
        Path(table),
        _unless_there(output, force, table),
        renumber=renumber,
        office_plan=api._path(plan),
        title=title,
        year=year,
        columns=api._path(columns),
        passwords=api._texts(passwords),
    )


def compare(
    one: File, other: File, output: File | None = None, *, passwords: api.Texts = ()
) -> CompareResult:
    """As `ictxl compare`: two years' tables side by side; with `output` as a workbook, too.

    `passwords` are tried on tables that have one. Raises InputError where a file is no consolidated
    table.
    """
    from ictxl.pipeline import yearly

    return yearly.compare(
        Path(one), Path(other), api._path(output), passwords=api._texts(passwords)
    )


def history(
    files: Files,
    output: File | None = None,
    *,
    passwords: api.Texts = (),
    progress: api.Progress | None = None,
) -> HistoryResult:
    """As `ictxl history`: consolidated tables of several years → one frame, a row an answer.

    The columns are those of the sheet データ, and one that follows a measure through its numbers
    (施策の系列). With `output` (`.parquet`, `.csv`, `.xlsx`) the frame is written, too.
    `passwords` are tried on tables that have one. Raises InputError where two files hold the same
    year or a file is no such table.

        ictxl.history("進捗状況/*.xlsx").frame.pivot_table(
            index="担当課", columns="年度(西暦)", values="項番", aggfunc="count"
        )
    """
    from ictxl.pipeline import yearly

    tell, words = progress or api._untold, api._texts(passwords)
    if output is None:
        return yearly.read_history(files, passwords=words, progress=tell)
    return yearly.write_history(files, Path(output), passwords=words, progress=tell)


def _unless_there(file: File, force: bool, table: File) -> Path:
    """Where a plan workbook made from `table` goes: one that is there is work by hand.

    Raises InputError where there is no table, OutputError where there is a plan already.
    """
    from ictxl.errors import OutputError
    from ictxl.files.inputs import require_file

    require_file(Path(table))
    path = Path(file)
    if path.exists() and not force:
        raise OutputError(
            f"「{path}」がすでにあります。上書きはしません。",
            "別の名前を指定するか、上書きしてよければ force=True を指定してください。",
        )
    return path
