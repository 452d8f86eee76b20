"""Jobs between years: import, rollover, compare, history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl.consolidated.data.frame import data_frame, parquet_file
from ictxl.consolidated.reading import ImportedTable
from ictxl.consolidated.reading.heading_map import MapSource, write_heading_map
from ictxl.errors import InputError
from ictxl.files.inputs import Files, LocalFile, listed, require_file, resolved
from ictxl.files.names import HEADING_MAP
from ictxl.files.outputs import make_folder
from ictxl.findings import Finding, in_order
from ictxl.pipeline.keeping import (
    OutputKind,
    as_workbook,
    look_at,
    refuse_inputs,
    require_free,
    writing_results,
)
from ictxl.pipeline.year_tables import consolidated, find_tables, read_table, year_of
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from ictxl.runtime.stages import Progress, no_progress
from ictxl.years import comparing, rollover
from ictxl.years.comparing import Comparison
from ictxl.years.comparison_workbook import write_comparison
from ictxl.years.history import FRAME_SUFFIXES, YearFrame, join_years, question_years, write_frame
from ictxl.years.list_workbook import ListColumn, Listing, write_listings
from ictxl.years.rollover import Rollover
from ictxl.years.year import Year, by_year

if TYPE_CHECKING:
    import pandas as pd

REPORT_ENDING = ".report.xlsx"


@dataclass(frozen=True)
class ImportResult:
    """What was read, and what was written from it."""

    table: ImportedTable
    findings: tuple[Finding, ...]
    """Everything that was decided or could not be placed; errors first."""
    outputs: tuple[Path, ...]
    headings_file: Path | None = None
    """見出しの対応, where what a column is was guessed."""


def import_table(
    source: Path,
    plan_file: Path,
    *,
    responses_file: Path | None = None,
    title: str = "",
    year: int | None = None,
    columns: Path | None = None,
    passwords: Sequence[str] = (),
) -> ImportResult:
    """A table of measures → a plan workbook and, where asked for, its responses.

    Beside the plan workbook stands a report that lists every decision for a person to confirm and,
    where what a column is was guessed, 見出しの対応.xlsx; `columns` is such a workbook, corrected.
    One of `passwords` opens a table that has one.
    """
    require_file(source)
    plan_file = as_workbook(plan_file)
    report = plan_file.with_suffix(REPORT_ENDING)
    headings = plan_file.with_name(HEADING_MAP)
    targets = [(plan_file, OutputKind.PLAN), (report, OutputKind.DECISIONS)]
    if columns is None:
        targets.append((headings, OutputKind.HEADINGS))
    if responses_file:
        responses_file = _as_frame(responses_file)
        targets.append((responses_file, OutputKind.FRAME))
    look_at(targets, [source, columns])
    table = read_table(source, title, year, columns, passwords)
    is_asked = columns is None and table.is_doubtful
    findings = tuple(in_order(table.findings))
    with writing_results():
        write_plan(table.plan, plan_file)
        outputs = [plan_file]
        if responses_file:
            frame = _frame(table)
            write_frame(frame, responses_file, f"{table.plan.title} {table.plan.year_label}")
            outputs.append(responses_file)
        write_listings([_findings_listing(findings)], "取り込みの確認", report)
        outputs.append(report)
        if is_asked:
            write_heading_map(table.headings, MapSource(source.name, title, year), headings)
            outputs.append(headings)
    return ImportResult(table, findings, tuple(outputs), headings if is_asked else None)


@dataclass(frozen=True)
class RolloverResult:
    """Next year's plan, what was decided in reading this year's table, and what was written."""

    rollover: Rollover
    findings: tuple[Finding, ...]
    outputs: tuple[Path, ...]


def roll_over(
    source: Path,
    plan_file: Path,
    *,
    renumber: bool = False,
    office_plan: Path | None = None,
    title: str = "",
    year: int | None = None,
    columns: Path | None = None,
    passwords: Sequence[str] = (),
) -> RolloverResult:
    """This year's table → next year's plan workbook, with 前回 filled in, and a report.

    `office_plan` is this year's plan workbook: it lends aliases, addresses and lists. `year` is
    this year's, for a table that does not tell; `columns` and `passwords` are as in `import_table`.
    """
    require_file(source)
    plan_file = as_workbook(plan_file)
    report = plan_file.with_suffix(REPORT_ENDING)
    targets = [(plan_file, OutputKind.PLAN), (report, OutputKind.DECISIONS)]
    look_at(targets, [source, office_plan, columns])
    table = read_table(source, title, year, columns, passwords)
    office = read_plan(office_plan) if office_plan else None
    rolled = rollover.roll_over(year_of(source, table), renumber=renumber, office=office)
    if not rolled.plan.measures:
        raise InputError(
            f"「{source}」の施策はすべて終わっているので、次年度の計画に残る施策がありません。",
            "新しい計画は ictxl init から作ってください。",
        )
    findings = tuple(in_order([*table.findings, *rolled.findings]))
    listings = [*_rollover_listings(rolled), _findings_listing(findings)]
    with writing_results():
        if plan_file.parent.parent.is_dir():
            make_folder(plan_file.parent)  # 令和9年度/plan.xlsx: the new year's own
        write_plan(rolled.plan, plan_file)
        write_listings(listings, "次年度の計画の確認", report)
    return RolloverResult(rolled, findings, (plan_file, report))


def roll_over_into(
    source: Path, plan_file: Path, *, renumber: bool = False, office_plan: Path | None = None
) -> RolloverResult:
    """As `roll_over`, into a folder that is made for it. Raises OutputError where there is a plan
    workbook already: it is work by hand."""
    require_free(plan_file)
    with writing_results():
        make_folder(plan_file.parent)
        return roll_over(source, plan_file, renumber=renumber, office_plan=office_plan)


@dataclass(frozen=True)
class CompareResult:
    """Two years measure by measure, and what was odd about their tables."""

    comparison: Comparison
    findings: tuple[Finding, ...]
    outputs: tuple[Path, ...]


def compare(
    one: Path, other: Path, output: Path | None = None, *, passwords: Sequence[str] = ()
) -> CompareResult:
    """Two years' tables side by side; with `output` as a workbook too."""
    if output:
        output = as_workbook(output)
        look_at([(output, OutputKind.COMPARISON)], [one, other])
    tables = [(path, read_table(path, passwords=passwords)) for path in (one, other)]
    comparison = comparing.compare(*(year_of(path, table) for path, table in tables))
    if output:
        with writing_results():
            write_comparison(comparison, output)
    found = [finding for _, table in tables for finding in table.findings]
    return CompareResult(comparison, tuple(in_order(found)), (output,) if output else ())


@dataclass(frozen=True)
class HistoryResult:
    """Any number of years in one frame: a row an answer, as on the sheet データ."""

    frame: pd.DataFrame
    years: tuple[Year, ...]
    findings: tuple[Finding, ...]
    output: Path | None = None
    """Where it was written, if it was."""

    @property
    def gaps(self) -> dict[str, list[int]]:
        """Name of a question that not all years ask → the years that do."""
        asked = question_years(self.years)
        return {name: of for name, of in asked.items() if len(of) < len(self.years)}


def read_history(
    arguments: Files, *, passwords: Sequence[str] = (), progress: Progress = no_progress
) -> HistoryResult:
    """Consolidated tables of several years, from files, folders and patterns.

    Raises InputError where two files hold the same year.
    """
    return _read_years(_tables_of(listed(arguments)), passwords, progress)


def _tables_of(arguments: Sequence[str]) -> list[LocalFile]:
    """The tables meant. Raises InputError where there are none."""
    found = find_tables(arguments)
    if not found:
        raise InputError(
            "指定された場所に、進捗状況のブックがありません。",
            "ictxl merge で作った進捗状況のブックを指定してください。",
        )
    return found


def _read_years(
    inputs: Sequence[LocalFile], passwords: Sequence[str], progress: Progress
) -> HistoryResult:
    tables: dict[int, tuple[Year, ImportedTable]] = {}
    for index, file in enumerate(inputs):
        progress(index, len(inputs))
        table = read_table(file.path, passwords=passwords)
        year = year_of(file.path, table)
        if year.plan.year in tables:
            first = tables[year.plan.year][0].file
            raise InputError(
                f"「{first}」と「{file.name}」は同じ年度({year.plan.year})の表です。",
                "年度ごとに一つのファイルだけを指定してください。",
            )
        tables[year.plan.year] = year, table
    progress(len(inputs), len(inputs))
    ordered = by_year(year for year, _ in tables.values())
    frames = {number: _year_frame(table) for number, (_, table) in tables.items()}
    frame = join_years(frames, ordered)
    found = [f for year in ordered for f in tables[year.plan.year][1].findings]
    return HistoryResult(frame, tuple(ordered), tuple(in_order(found)))


def write_history(
    arguments: Files,
    output: Path,
    *,
    passwords: Sequence[str] = (),
    progress: Progress = no_progress,
) -> HistoryResult:
    """As `read_history`, and written as the suffix of `output` says.

    An earlier history at the same place is not read.
    """
    output = _as_frame(output)
    look_at([(output, OutputKind.FRAME)])
    own = resolved(output)
    inputs = [file for file in _tables_of(listed(arguments)) if resolved(file.path) != own]
    beside = [parquet_file(file.path) for file in inputs]
    refuse_inputs([output], [*(file.path for file in inputs), *beside])
    result = _read_years(inputs, passwords, progress)
    titles = dict.fromkeys(year.plan.title for year in result.years)
    with writing_results():
        write_frame(result.frame, output, "、".join(titles), result.years)
    return replace(result, output=output)


def _as_frame(output: Path) -> Path:
    """Raises InputError for a suffix that no frame can be written as."""
    if output.suffix.lower() in FRAME_SUFFIXES:
        return output
    return as_workbook(output, f"ほかに {'、'.join(FRAME_SUFFIXES)} で書き出せます。")


# --- parts


def _frame(table: ImportedTable) -> pd.DataFrame:
    return data_frame(consolidated(table))


def _year_frame(table: ImportedTable) -> YearFrame:
    made = consolidated(table)
    return YearFrame(data_frame(made), tuple(answer.measure.id for answer in made.answers))


def _findings_listing(findings: Sequence[Finding]) -> Listing:
    columns = (
        ListColumn("確認", 6, centred=True),
        ListColumn("区分", 10, centred=True),
        ListColumn("コード", 8, centred=True),
        ListColumn("シート", 12),
        ListColumn("セル", 8, centred=True),
        ListColumn("施策", 8, centred=True),
        ListColumn("担当課", 16),
        ListColumn("内容", 44),
        ListColumn("してほしいこと", 36),
        ListColumn("元の文", 44),
    )
    rows = tuple(
        (
            "",
            found.severity.label,
            found.code,
            found.sheet,
            found.cell,
            found.measure,
            found.department,
            found.message,
            found.remedy,
            found.value,
        )
        for found in findings
    )
    note = "表を読むときに決めたこと、取り込めなかったこと。確かめたら「確認」の欄に印を付けます。"
    return Listing("確認事項", note, columns, rows)


def _rollover_listings(rolled: Rollover) -> list[Listing]:
    number = ListColumn("項番", 8, centred=True)
    name = ListColumn(rolled.plan.measure_level.title_heading, 50)
    left = tuple((i.measure.id, i.measure.title, i.reason) for i in rolled.left)
    partly = tuple(
        (i.measure.id, i.measure.title, "\n".join(i.finished), "\n".join(i.others))
        for i in rolled.partly
    )
    kept = tuple((i.before.id, i.after.id, i.after.title) for i in rolled.kept)
    return [
        Listing(
            "終えた施策",
            f"すべての担当課が終了と答えたので、{rolled.plan.year_label}の計画から外した施策。",
            (number, name, ListColumn("終えたわけ", 70)),
            left,
        ),
        Listing(
            "一部が終えた施策",
            "終えた課もあるが、ほかの課が続ける施策。終えた課を担当から外すか決めてください。",
            (number, name, ListColumn("終えた課", 24), ListColumn("続ける課", 24)),
            partly,
        ),
        Listing(
            "項番の新旧",
            f"{rolled.plan.year_label}に引き継いだ施策の、これまでの項番と新しい項番。",
            (
                ListColumn("これまで", 10, centred=True),
                ListColumn("新しい項番", 12, centred=True),
                name,
            ),
            kept,
        ),
    ]
