"""The tables of the report: 指摘, 提出状況, 連絡事項, 未配置の記述, 出典; and how a
cell leads to another workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ictxl.contract.other_workbooks import FOREIGN_SHEET
from ictxl.findings import CATALOGUE
from ictxl.indicators import ACTUAL_KEY
from ictxl.model import Plan
from ictxl.questions import Question, QuestionKind
from ictxl.readers import agreement, ratings_of_several, reader_label, readers
from ictxl.report.content import Report
from ictxl.report.links import Ways, cell_anchor, workbook_link
from ictxl.report.status import (
    DepartmentStatus,
    SubmissionState,
    department_statuses,
    other_files,
)
from ictxl.responses import Response
from ictxl.text.linebreak import text_units
from ictxl.text.times import local_time


def report_tables(report: Report, folder: Path) -> list[ReportTable]:
    """The five sheets, and those of indicators, of a second reading and of workbooks that are no
    form; links as seen from `folder`."""
    linker = Linker(report, folder)
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


def _findings_table(report: Report, linker: Linker) -> ReportTable:
    rows = [
        Row(
            (
                number,
                found.severity.label,
                found.code,
                found.department or report.department_of_file.get(found.file, ""),
                found.measure,
                *linker.place(found.file, found.sheet, found.cell),
                found.message,
                found.remedy,
                found.value,
            ),
            found.severity.value,
        )
        for number, found in enumerate(report.shown, 1)
    ]
    columns = (
        ReportColumn("番号", 7),
        ReportColumn("区分", 10),
        ReportColumn("コード", 8),
        ReportColumn("担当課", 18),
        id_column(report),
        *PLACE,
        ReportColumn("内容", 44),
        ReportColumn("対処", 44),
        ReportColumn("記述", 40),
    )
    note = (
        "要修正は公表までに直すもの、要確認は目を通してほしいもの、"
        "お知らせは ictxl が補ったことです。"
    )
    return ReportTable("指摘", note, columns, tuple(rows), "指摘はありません。")


_STATE_TONES = {
    SubmissionState.MISSING: "error",
    SubmissionState.PARTIAL: "warning",
    SubmissionState.BLANK: "error",
    SubmissionState.TO_MEND: "warning",
    SubmissionState.DONE: "done",
}


def _status_table(report: Report, linker: Linker) -> ReportTable:
    rows: list[Row] = []
    for name, status in _statuses(report):
        figures = (status.measures, status.filled, status.errors, status.warnings)
        tone = _STATE_TONES[status.state]
        head = (name, status.state.value, *figures)
        if not status.submissions:
            rows.append(Row((len(rows) + 1, *head, "", ""), tone))
        for submission in status.submissions:
            place = (linker.file(submission.file), local_time(submission.modified))
            rows.append(Row((len(rows) + 1, *head, *place), tone))
    for other in other_files(report):
        rest = (linker.file(other.file), local_time(other.submission.modified))
        values = (len(rows) + 1, "", other.state, "", "", "", "", *rest)
        rows.append(Row(values, other.severity.value))
    unit = report.round.plan.measure_level.label
    columns = (
        ReportColumn("番号", 7),
        ReportColumn("担当課", 22),
        ReportColumn("状況", 12),
        ReportColumn("施策数", 8),
        ReportColumn("記入済み", 10),
        ReportColumn("要修正", 8),
        ReportColumn("要確認", 8),
        ReportColumn("ファイル", 34),
        ReportColumn("最終保存日時", 18),
    )
    note = (
        f"担当課は計画台帳の順です。記入済みは、{_filled(report.round.plan)}{unit}の数です。"
        f"計画は、{report.round.plan_origin}を使いました。"
    )
    return ReportTable("提出状況", note, columns, tuple(rows), "回答する担当課がありません。")


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


def _remarks_table(report: Report, linker: Linker) -> ReportTable:
    rows = [
        Row(
            (
                number,
                r.department,
                r.measure,
                report.round.plan.measure_by_id[r.measure].title,
                remark.text,
                *linker.place(r.file, r.sheet, remark.cell),
            )
        )
        for number, remark in enumerate(report.remarks, 1)
        for r in [remark.response]
    ]
    columns = (
        ReportColumn("番号", 7),
        ReportColumn("担当課", 18),
        id_column(report),
        ReportColumn(report.round.plan.measure_level.title_heading, 34),
        ReportColumn(report.remarks_name, 60),
        *PLACE,
    )
    note = "担当課から情報課への連絡です。集約表には載りません。"
    return ReportTable("連絡事項", note, columns, tuple(rows), "連絡事項はありません。")


def _cell_of_text(report: Report, response: Response) -> str:
    """The cell of the leading text, else of any answer."""
    leading = report.round.plan.leading_text
    keys = [leading.key] if leading else []
    return next(filter(None, map(response.cell, [*keys, *response.columns])), "")


def _unplaced_table(report: Report, linker: Linker) -> ReportTable:
    rows = [
        Row(
            (
                number,
                found.department or report.department_of_file.get(found.file, ""),
                found.measure,
                *linker.place(found.file, found.sheet, found.cell),
                found.value,
                CATALOGUE[found.code].title,
                found.remedy,
            )
        )
        for number, found in enumerate(report.unplaced, 1)
    ]
    columns = (
        ReportColumn("番号", 7),
        ReportColumn("担当課", 18),
        id_column(report),
        *PLACE,
        ReportColumn("記述", 60),
        ReportColumn("理由", 28),
        ReportColumn("対処", 40),
    )
    note = (
        "調査票に書かれていて、集約表のどこにも載っていない文章です。必要なものを拾ってください。"
    )
    return ReportTable(
        "未配置の記述", note, columns, tuple(rows), "集約表に載っていない記述はありません。"
    )


def _sources_table(report: Report, linker: Linker) -> ReportTable:
    plan = report.round.plan
    asked = plan.published_questions
    rows = [
        Row(
            (
                number,
                r.measure,
                report.round.plan.measure_by_id[r.measure].title,
                r.department,
                *(r[q.key] if q is plan.leading_choice else q.shown(r[q.key]) for q in asked),
                r.file,
                r.sheet,
                linker.cell(r.file, r.sheet, _cell_of_text(report, r)),
            )
        )
        for number, r in enumerate(report.round.responses, 1)
    ]
    columns = (
        ReportColumn("番号", 7),
        id_column(report),
        ReportColumn(plan.measure_level.title_heading, 34),
        ReportColumn("担当課", 18),
        *(ReportColumn(q.name_with_unit, _width(q, plan)) for q in asked),
        *PLACE,
    )
    note = "集約表の回答が、どのファイルのどのセルから来たかの一覧です。"
    return ReportTable("出典", note, columns, tuple(rows), "回答はありません。")


def _indicator_sources(report: Report, linker: Linker) -> ReportTable:
    """From which cell each actual came: a row an indicator and department, in the plan's order."""
    by_name = {(i.measure_id, i.name): i for i in report.round.plan.indicators}
    rows = [
        Row(
            (
                number,
                r.measure,
                r.indicator,
                r.department,
                by_name[r.measure, r.indicator].with_unit(r.actual),
                r.remark,
                *linker.place(r.file, r.sheet, r.cell(ACTUAL_KEY)),
            )
        )
        for number, r in enumerate(report.round.indicator_responses, 1)
    ]
    columns = (
        ReportColumn("番号", 7),
        id_column(report),
        ReportColumn("指標", 34),
        ReportColumn("担当課", 18),
        ReportColumn("実績値", 14),
        ReportColumn("備考", 40),
        *PLACE,
    )
    note = "指標の実績が、どのファイルのどのセルから来たかの一覧です。"
    return ReportTable("出典(指標)", note, columns, tuple(rows), "指標の回答はありません。")


def _review_table(report: Report) -> ReportTable:
    """What each reader rated, side by side, and whether they agree."""
    review, names = report.round, readers(report.round)
    split = {(r.measure, r.question.key) for r in ratings_of_several(review) if not r.agree}
    compared = {(r.measure, r.question.key) for r in ratings_of_several(review)}
    rows: list[Row] = []
    for measure in review.plan.measures:
        by_reader = {r.department: r for r in review.responses_by_measure.get(measure.id, ())}
        for question in review.plan.questions:
            place = (measure.id, question.key)
            state = "分かれた" if place in split else "一致" if place in compared else ""
            # Texts without links: a link's text goes on beyond its cell.
            said = [
                question.shown(by_reader[name][question.key]) if name in by_reader else ""
                for name in names
            ]
            head = (len(rows) + 1, measure.id, measure.title, question.name, state)
            rows.append(Row((*head, *said), "warning" if place in split else ""))
    columns = (
        ReportColumn("番号", 7),
        id_column(report),
        ReportColumn(review.plan.measure_level.title_heading, 34),
        ReportColumn("記入欄", 20),
        ReportColumn("評価", 10),
        *(ReportColumn(name, 30) for name in names),
    )
    agree = agreement(review)
    note = f"担当課のあとで審査した人の記入です。{f'{agree}。' if agree else ''}"
    return ReportTable("審査", note, columns, tuple(rows), "審査した施策はありません。")


def _width(question: Question, plan: Plan) -> float:
    if question.kind is QuestionKind.TEXT:
        return 60 if question is plan.leading_text else 40
    if question.choices is None:
        return max(12, text_units(question.name_with_unit) + 3)
    one, is_leading = question.choices, question is plan.leading_choice
    shown = [choice.code if is_leading else one.label(choice) for choice in one.choices]
    longest = max(map(text_units, [question.name, *shown]))
    return min(30, longest + (2 if is_leading else 3))


def _foreign_table(report: Report, linker: Linker) -> ReportTable:
    """The texts of workbooks that are no form, made when they are written: they may be many."""
    columns = (
        ReportColumn("番号", 9),
        ReportColumn("ファイル", 26),
        ReportColumn("シート", 18),
        ReportColumn("セル", 9),
        ReportColumn("種類", 20),
        ReportColumn("書かれている文字", 100),
    )
    note = "調査票ではないブック(F001)に書かれている文字を、1 行ずつ、すべて写したものです。"
    return ReportTable(FOREIGN_SHEET, note, columns, _foreign_rows(report, linker), "")


def _foreign_rows(report: Report, linker: Linker) -> Iterator[Row]:
    number = 0
    for submission in report.round.submissions:
        if submission.foreign:
            file = linker.file(submission.file)
            for text in submission.foreign.texts():
                number += 1
                cell = linker.cell(submission.file, text.sheet, text.cell)
                yield Row((number, file, text.sheet, cell, text.kind, text.text))


@dataclass(frozen=True)
class Link:
    """A cell's text that leads to a place in another workbook."""

    text: str
    target: str


Value = str | int | Link


@dataclass(frozen=True)
class ReportColumn:
    heading: str
    width: float


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
    columns: tuple[ReportColumn, ...]
    rows: Iterable[Row]
    """To be gone through once."""
    empty: str
    """What the sheet says where there are no rows."""


class Linker:
    """Makes the linked cells of file, sheet and cell."""

    def __init__(self, report: Report, folder: Path) -> None:
        self._paths = report.paths
        self._ways = Ways(folder)
        self._links: dict[str, str] = {}

    def file(self, file: str) -> Value:
        link = self._link(file)
        return Link(file, link) if link else file

    def place(self, file: str, sheet: str, cell: str) -> tuple[Value, str, Value]:
        """What stands in the columns `PLACE`."""
        return self.file(file), sheet, self.cell(file, sheet, cell)

    def cell(self, file: str, sheet: str, cell: str) -> Value:
        link = self._link(file) if sheet and cell else ""
        return Link(cell, f"{link}#{cell_anchor(sheet, cell)}") if link else cell

    def _link(self, file: str) -> str:
        """The link to the file, worked out once; empty for a file that is not known."""
        if file not in self._links:
            path = self._paths.get(file)
            self._links[file] = workbook_link(self._ways.to(path)) if path else ""
        return self._links[file]


PLACE = (ReportColumn("ファイル", 26), ReportColumn("シート", 13), ReportColumn("セル", 8))


def id_column(report: Report) -> ReportColumn:
    """施策: as wide as the longest id."""
    plan = report.round.plan
    longest = max(map(text_units, plan.measure_by_id), default=0)
    label = plan.measure_level.label
    return ReportColumn(label, min(20, max(7, longest + 2, text_units(label) + 3)))
