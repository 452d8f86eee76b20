"""The tables of the report: 指摘, 提出状況, 連絡事項, 未配置の記述, 出典; and how a
cell leads to another workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ictxl.contract.other_workbooks import FOREIGN_SHEET
from ictxl.findings import CATALOGUE, Finding
from ictxl.indicators import ACTUAL_KEY
from ictxl.model import Plan
from ictxl.questions import Question, QuestionKind
from ictxl.readers import agreement, ratings_of_several, reader_label, readers
from ictxl.report.content import Remark, Report
from ictxl.report.links import Ways, cell_anchor, workbook_link
from ictxl.report.status import (
    DepartmentStatus,
    SubmissionState,
    department_statuses,
    other_files,
)
from ictxl.responses import IndicatorResponse, Response
from ictxl.text.linebreak import text_units
from ictxl.text.times import local_time


@dataclass(frozen=True)
class Link:
    """A cell's text that leads to a place in another workbook."""

    text: str
    target: str


Value = str | int | Link
Heading = tuple[str, float]
"""A column's heading and width."""
Item = TypeVar("Item")
Column = tuple[str, float, Callable[[Item], Value]]
"""A column's heading and width, and what it shows of an item."""


@dataclass(frozen=True)
class Row:
    """One line of a sheet; `tone` colours its first cells."""

    values: tuple[Value, ...]
    tone: str = ""


@dataclass(frozen=True)
class ReportTable:
    """One sheet of the report."""

    name: str
    note: str
    columns: tuple[Heading, ...]
    rows: Iterable[Row]
    """To be gone through once."""
    empty: str
    """What the sheet says where there are no rows."""


def report_tables(report: Report, folder: Path) -> list[ReportTable]:
    """The five sheets, and those of indicators, of a second reading and of workbooks that are no
    form; links as seen from `folder`."""
    linker = _Linker(report, folder)
    return [
        _findings_table(report, linker),
        _status_table(report, linker),
        _remarks_table(report, linker),
        _unplaced_table(report, linker),
        _sources_table(report, linker),
        *([_indicator_sources(report, linker)] if report.round.indicator_responses else ()),
        *([_review_table(report.review)] if report.review else ()),
        *([_foreign_table(report, linker)] if report.round.foreign_count else ()),
    ]


def _table(
    name: str,
    note: str,
    headings: Iterable[Heading],
    rows: Iterable[tuple[Iterable[Value], str]],
    empty: str,
    number_width: float = 7,
) -> ReportTable:
    """A table whose rows, each with its tone, are numbered."""
    numbered = (Row((number, *values), tone) for number, (values, tone) in enumerate(rows, 1))
    return ReportTable(name, note, (("番号", number_width), *headings), numbered, empty)


def _list(
    name: str,
    note: str,
    columns: Sequence[Column[Item]],
    items: Iterable[Item],
    empty: str,
    tone: Callable[[Item], str] = lambda _: "",
) -> ReportTable:
    """A table with a row an item."""
    rows = (([shown(item) for *_, shown in columns], tone(item)) for item in items)
    return _table(name, note, [(heading, width) for heading, width, _ in columns], rows, empty)


class _Linker:
    """Makes the linked cells of file, sheet and cell."""

    def __init__(self, report: Report, folder: Path) -> None:
        self._paths = report.paths
        self._ways = Ways(folder)
        self._links: dict[str, str] = {}

    def place(self, of: Callable[[Any], tuple[str, str, str]]) -> Sequence[Column[Any]]:
        """The columns of an item's file, sheet and cell."""
        return (
            ("ファイル", 26, lambda item: self.file(of(item)[0])),
            ("シート", 13, lambda item: of(item)[1]),
            ("セル", 8, lambda item: self.cell(*of(item))),
        )

    def file(self, file: str) -> Value:
        link = self._link(file)
        return Link(file, link) if link else file

    def cell(self, file: str, sheet: str, cell: str) -> Value:
        link = self._link(file) if sheet and cell else ""
        return Link(cell, f"{link}#{cell_anchor(sheet, cell)}") if link else cell

    def _link(self, file: str) -> str:
        """The link to the file, worked out once; empty for a file that is not known."""
        if file not in self._links:
            path = self._paths.get(file)
            self._links[file] = workbook_link(self._ways.to(path)) if path else ""
        return self._links[file]


def _id_heading(report: Report) -> Heading:
    """施策: as wide as the longest id."""
    plan = report.round.plan
    longest = max(map(text_units, plan.measure_by_id), default=0)
    label = plan.measure_level.label
    return label, min(20, max(7, longest + 2, text_units(label) + 3))


def _findings_table(report: Report, linker: _Linker) -> ReportTable:
    columns: list[Column[Finding]] = [
        ("区分", 10, lambda found: found.severity.label),
        ("コード", 8, lambda found: found.code),
        *_of_department(report),
        *linker.place(lambda found: (found.file, found.sheet, found.cell)),
        ("内容", 44, lambda found: found.message),
        ("対処", 44, lambda found: found.remedy),
        ("記述", 40, lambda found: found.value),
    ]
    note = (
        "要修正は公表までに直すもの、要確認は目を通してほしいもの、"
        "お知らせは ictxl が補ったことです。"
    )
    empty = "指摘はありません。"
    return _list("指摘", note, columns, report.shown, empty, lambda found: found.severity.value)


def _of_department(report: Report) -> Sequence[Column[Finding]]:
    """Whom a finding is about, and on which measure."""
    of_file = report.department_of_file
    return (
        ("担当課", 18, lambda found: found.department or of_file.get(found.file, "")),
        (*_id_heading(report), lambda found: found.measure),
    )


_STATE_TONES = {
    SubmissionState.MISSING: "error",
    SubmissionState.PARTIAL: "warning",
    SubmissionState.BLANK: "error",
    SubmissionState.TO_MEND: "warning",
    SubmissionState.DONE: "done",
}


def _status_table(report: Report, linker: _Linker) -> ReportTable:
    rows: list[tuple[Iterable[Value], str]] = []
    for name, status in _statuses(report):
        figures = (status.measures, status.filled, status.errors, status.warnings)
        head = (name, status.state.value, *figures)
        places: list[tuple[Value, str]] = [
            (linker.file(one.file), local_time(one.modified)) for one in status.submissions
        ]
        rows += (((*head, *p), _STATE_TONES[status.state]) for p in places or [("", "")])
    for other in other_files(report):
        place = (linker.file(other.file), local_time(other.submission.modified))
        rows.append((("", other.state, "", "", "", "", *place), other.severity.value))
    headings = (
        *(("担当課", 22), ("状況", 12), ("施策数", 8), ("記入済み", 10), ("要修正", 8)),
        *(("要確認", 8), ("ファイル", 34), ("最終保存日時", 18)),
    )
    plan = report.round.plan
    note = (
        f"担当課は計画台帳の順です。記入済みは、{_filled(plan)}{plan.measure_level.label}の数です。"
        f"計画は、{report.round.plan_origin}を使いました。"
    )
    return _table("提出状況", note, headings, rows, "回答する担当課がありません。")


def _statuses(report: Report) -> Iterator[tuple[str, DepartmentStatus]]:
    """The departments by their names, then the readers of a second reading."""
    for status in department_statuses(report):
        yield status.department, status
    for status in department_statuses(report.review) if report.review else ():
        yield reader_label(status.department), status


def _filled(plan: Plan) -> str:
    """What a measure has that counts as 記入済み."""
    if plan.asks_the_usual:
        return "評価と進捗状況の両方がある"
    return "必須の記入欄がすべて埋まっている"


def _remarks_table(report: Report, linker: _Linker) -> ReportTable:
    plan = report.round.plan
    columns: list[Column[Remark]] = [
        ("担当課", 18, lambda remark: remark.response.department),
        (*_id_heading(report), lambda remark: remark.response.measure),
        (
            *(plan.measure_level.title_heading, 34),
            lambda remark: plan.measure_by_id[remark.response.measure].title,
        ),
        (report.remarks_name, 60, lambda remark: remark.text),
        *linker.place(lambda one: (one.response.file, one.response.sheet, one.cell)),
    ]
    note = "担当課から情報課への連絡です。集約表には載りません。"
    return _list("連絡事項", note, columns, report.remarks, "連絡事項はありません。")


def _unplaced_table(report: Report, linker: _Linker) -> ReportTable:
    columns: list[Column[Finding]] = [
        *_of_department(report),
        *linker.place(lambda found: (found.file, found.sheet, found.cell)),
        ("記述", 60, lambda found: found.value),
        ("理由", 28, lambda found: CATALOGUE[found.code].title),
        ("対処", 40, lambda found: found.remedy),
    ]
    note = (
        "調査票に書かれていて、集約表のどこにも載っていない文章です。必要なものを拾ってください。"
    )
    empty = "集約表に載っていない記述はありません。"
    return _list("未配置の記述", note, columns, report.unplaced, empty)


def _sources_table(report: Report, linker: _Linker) -> ReportTable:
    plan = report.round.plan

    def shown(question: Question) -> Callable[[Response], Value]:
        is_leading = question is plan.leading_choice
        return lambda r: r[question.key] if is_leading else question.shown(r[question.key])

    columns: list[Column[Response]] = [
        (*_id_heading(report), lambda r: r.measure),
        (plan.measure_level.title_heading, 34, lambda r: plan.measure_by_id[r.measure].title),
        ("担当課", 18, lambda r: r.department),
        *((q.name_with_unit, _width(q, plan), shown(q)) for q in plan.published_questions),
        ("ファイル", 26, lambda r: r.file),
        *linker.place(lambda r: (r.file, r.sheet, _cell_of_text(plan, r)))[1:],
    ]
    note = "集約表の回答が、どのファイルのどのセルから来たかの一覧です。"
    return _list("出典", note, columns, report.round.responses, "回答はありません。")


def _cell_of_text(plan: Plan, response: Response) -> str:
    """The cell of the leading text, else of any answer."""
    keys = [plan.leading_text.key] if plan.leading_text else []
    return next(filter(None, map(response.cell, [*keys, *response.columns])), "")


def _indicator_sources(report: Report, linker: _Linker) -> ReportTable:
    """From which cell each actual came: a row an indicator and department, in the plan's order."""
    by_name = {(i.measure_id, i.name): i for i in report.round.plan.indicators}
    columns: list[Column[IndicatorResponse]] = [
        (*_id_heading(report), lambda r: r.measure),
        ("指標", 34, lambda r: r.indicator),
        ("担当課", 18, lambda r: r.department),
        ("実績値", 14, lambda r: by_name[r.measure, r.indicator].with_unit(r.actual)),
        ("備考", 40, lambda r: r.remark),
        *linker.place(lambda r: (r.file, r.sheet, r.cell(ACTUAL_KEY))),
    ]
    note = "指標の実績が、どのファイルのどのセルから来たかの一覧です。"
    responses = report.round.indicator_responses
    return _list("出典(指標)", note, columns, responses, "指標の回答はありません。")


def _review_table(report: Report) -> ReportTable:
    """What each reader rated, side by side, and whether they agree."""
    review, names = report.round, readers(report.round)
    agree = {(r.measure, r.question.key): r.agree for r in ratings_of_several(review)}
    rows: list[tuple[Iterable[Value], str]] = []
    for measure in review.plan.measures:
        by_reader = {r.department: r for r in review.responses_by_measure.get(measure.id, ())}
        for question in review.plan.questions:
            is_agreed = agree.get((measure.id, question.key))
            state = {None: "", True: "一致", False: "分かれた"}[is_agreed]
            # Texts without links: a link's text goes on beyond its cell.
            said = [
                question.shown(by_reader[name][question.key]) if name in by_reader else ""
                for name in names
            ]
            values = (measure.id, measure.title, question.name, state, *said)
            rows.append((values, "warning" if is_agreed is False else ""))
    headings = (
        _id_heading(report),
        *((review.plan.measure_level.title_heading, 34), ("記入欄", 20), ("評価", 10)),
        *((name, 30) for name in names),
    )
    agreed = agreement(review)
    note = f"担当課のあとで審査した人の記入です。{f'{agreed}。' if agreed else ''}"
    return _table("審査", note, headings, rows, "審査した施策はありません。")


def _width(question: Question, plan: Plan) -> float:
    if question.kind is QuestionKind.TEXT:
        return 60 if question is plan.leading_text else 40
    if question.choices is None:
        return max(12, text_units(question.name_with_unit) + 3)
    one, is_leading = question.choices, question is plan.leading_choice
    shown = [choice.code if is_leading else one.label(choice) for choice in one.choices]
    longest = max(map(text_units, [question.name, *shown]))
    return min(30, longest + (2 if is_leading else 3))


def _foreign_table(report: Report, linker: _Linker) -> ReportTable:
    """The texts of workbooks that are no form, made when they are written: they may be many."""
    headings = (
        *(("ファイル", 26), ("シート", 18), ("セル", 9), ("種類", 20)),
        ("書かれている文字", 100),
    )
    rows = (
        (
            (
                linker.file(one.file),
                t.sheet,
                linker.cell(one.file, t.sheet, t.cell),
                t.kind,
                t.text,
            ),
            "",
        )
        for one in report.round.submissions
        if one.foreign
        for t in one.foreign.texts()
    )
    note = "調査票ではないブック(F001)に書かれている文字を、1 行ずつ、すべて写したものです。"
    return _table(FOREIGN_SHEET, note, headings, rows, "", number_width=9)
