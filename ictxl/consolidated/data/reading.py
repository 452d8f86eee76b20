"""Read a consolidated workbook back: sheet データ → responses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ictxl.consolidated.data.columns import (
    USUAL,
    DataColumn,
    Part,
    columns_of,
    data_columns,
)
from ictxl.consolidated.data.frame import read_parquet_rows
from ictxl.consolidated.data.indicator_sheet import SHEET_NAME as INDICATOR_SHEET
from ictxl.consolidated.data.indicator_sheet import read_indicator_responses
from ictxl.consolidated.data.plan_sheet import SHEET_NAME as PLAN_SHEET
from ictxl.consolidated.data.plan_sheet import read_plan_sheet
from ictxl.consolidated.data.sheet import (
    PLACE_HEADING,
    SHEET_NAME,
    cells_of,
    record_of,
)
from ictxl.consolidated.table import State
from ictxl.contract.answer_values import normal_number, normal_text, read_number
from ictxl.errors import InputError
from ictxl.model import USUAL_QUESTIONS, Plan
from ictxl.questions import Question
from ictxl.responses import IndicatorResponse, Response
from ictxl.spreadsheets.cells import Value, cell_text, column_letters
from ictxl.spreadsheets.errors import UnreadableError
from ictxl.spreadsheets.guarded import FarCellsError, read_worksheets
from ictxl.spreadsheets.sheet import Sheet
from ictxl.spreadsheets.xlsx.cell_writer import as_given, sheet_part
from ictxl.text.clean import fold_name

Record = dict[str, str]
_USUAL_HEADINGS = frozenset(column.heading for column in data_columns(USUAL))
_PLAN_SHEETS = frozenset(fold_name(sheet_part(PLAN_SHEET, part)) for part in range(1, 10))

_INDICATOR_SHEETS = frozenset(fold_name(sheet_part(INDICATOR_SHEET, part)) for part in range(1, 10))


@dataclass(frozen=True)
class ConsolidatedData:
    """What a consolidated workbook says: enough to show its table again with the same plan."""

    title: str
    """計画名."""
    year: int
    """Fiscal year as a western year."""
    year_label: str
    responses: tuple[Response, ...]
    """Without 連絡事項, which is never published; the place is the データ sheet's."""
    submitted: frozenset[str]
    """Departments that had returned anything."""
    records: tuple[Record, ...] = ()
    """The rows of the sheet: heading → text."""
    plan: Plan | None = None
    """What the workbook tells of its plan itself, where it is not one of the usual questions."""
    hidden_questions: int = 0
    """How many questions of the plan it does not tell, since they are not published."""
    indicator_responses: tuple[IndicatorResponse, ...] = ()


def is_data_sheet(headings: Collection[str]) -> bool:
    """Whether a sheet with these headings is ours."""
    return set(headings) >= _USUAL_HEADINGS or set(headings) >= _OWN or PLACE_HEADING in headings


_OWN = frozenset({"計画名", "年度(西暦)", "年度(和暦)", "項番", "担当課の注記", "提出状況"})
"""Headings that every データ has, whatever was asked."""


def read_data(path: Path, sheets: Sequence[Sheet] | None = None) -> ConsolidatedData:
    """Read sheet データ of a workbook that `write_consolidated` made.

    `sheets` are its worksheets, where they have been read. Columns are found by their headings, so
    that they may be moved. Where the sheet only says which file beside the workbook holds them,
    they are read from there. Raises InputError where a file cannot be read or is no such one.
    """
    rows, told, indicators = _rows(path, _wanted(path) if sheets is None else sheets)
    plan, hidden = told or (None, 0)
    asked = _Asked(path, rows[0] if rows else [], plan)
    records = [asked.record(row) for row in rows[1:]]
    filled = [(number, record) for number, record in enumerate(records, 2) if any(record.values())]
    first = filled[0][1] if filled else dict.fromkeys(asked.headings, "")
    try:
        year = int(first["年度(西暦)"] or (plan.year if plan else 0))
    except ValueError as error:
        raise _not_ours(path, f"年度の列に数でない値があります({error})") from error
    return ConsolidatedData(
        first["計画名"] or (plan.title if plan else ""),
        year,
        first["年度(和暦)"] or (plan.year_label if plan else ""),
        tuple(asked.response(n, record) for n, record in filled if asked.is_answered(record)),
        frozenset(r["担当課"] for _, r in filled if r["提出状況"] != State.MISSING),
        tuple(record for _, record in filled),
        plan,
        hidden,
        read_indicator_responses(plan, indicators, path.name) if plan else (),
    )


_Told = tuple[Plan, int] | None
_Rows = list[list[str]]


def _rows(path: Path, sheets: Sequence[Sheet]) -> tuple[_Rows, _Told, list[_Rows]]:
    """The headings and all rows, wherever they are; what the workbook tells of its plan; and the
    rows of the sheets of indicators."""
    rows, plan, indicators = _sheet_rows(path, sheets)
    if not rows or rows[0][0] != PLACE_HEADING:
        return rows, plan, indicators
    try:
        file, count = Path(rows[0][1]).name, int(rows[1][1])
    except (IndexError, ValueError) as error:
        raise _not_ours(path, f"シート「{SHEET_NAME}」が壊れています") from error
    moved = read_parquet_rows(path.with_name(file))
    if len(moved) - 1 != count:
        raise InputError(
            f"「{path}」の回答は {count} 件ですが、「{file}」には {len(moved) - 1} 件あります。",
            "集約表といっしょにできたファイルを、同じフォルダーに置いてください。",
        )
    return moved, plan, indicators


def _wanted(path: Path) -> Sequence[Sheet]:
    wanted = {fold_name(SHEET_NAME), *_PLAN_SHEETS, *_INDICATOR_SHEETS}
    try:
        return read_worksheets(path.read_bytes(), wanted)
    except OSError as error:
        raise InputError(
            f"「{path}」を読めません({error.strerror or error})。", "ファイル名を確かめてください。"
        ) from error
    except FarCellsError as error:
        raise far_cells_told(path, error) from error
    except UnreadableError as error:
        raise _not_ours(path, error.what) from error


def _sheet_rows(path: Path, sheets: Sequence[Sheet]) -> tuple[_Rows, _Told, list[_Rows]]:
    data = [sheet for sheet in sheets if fold_name(sheet.name) == fold_name(SHEET_NAME)]
    if not data:
        raise _not_ours(path, f"シート「{SHEET_NAME}」がありません")
    told = [_texts(sheet.rows) for sheet in sheets if fold_name(sheet.name) in _PLAN_SHEETS]
    numbers = [_texts(sheet.rows) for sheet in sheets if fold_name(sheet.name) in _INDICATOR_SHEETS]
    return _texts(data[0].rows), read_plan_sheet(told), numbers


def _texts(rows: Iterable[Sequence[Value]]) -> list[list[str]]:
    return [[as_given(cell_text(cell)) for cell in row] for row in rows]


def far_cells_told(path: Path, error: FarCellsError) -> InputError:
    """What to say of a table that stray cells stretch beyond reading."""
    cells = "、".join(f"シート「{sheet}」の {cell}" for sheet, cell in error.cells)
    return InputError(
        f"「{path}」を読めません。表から遠く離れたセルに何かが入っています({cells})。",
        "そのセルを消すか、行や列ごと削除して保存し、もう一度実行してください。",
    )


class _Asked:
    """Where データ has what: by the plan that the workbook tells, else by the usual questions."""

    def __init__(self, path: Path, headings: Sequence[str], plan: Plan | None) -> None:
        self.path = path
        self.columns = data_columns(plan or USUAL)
        self.headings = [column.heading for column in self.columns]
        questions = plan.published_questions if plan else USUAL_QUESTIONS
        self.asked = [
            (question, parts)
            for question in questions
            if (parts := columns_of(self.columns, question.key))
        ]
        self.numbers = [c.heading for c in self.columns if c.part is Part.AREA_NUMBER]
        self.places = _places(path, headings, self.columns)

    def record(self, row: Sequence[str]) -> Record:
        return record_of(row, self.places)

    def is_answered(self, record: Record) -> bool:
        """Whether a response stands behind the row, be it only a text without a rating."""
        return any(_written(record, parts) for _, parts in self.asked)

    def response(self, number: int, record: Record) -> Response:
        """What the row, the `number`th as Excel counts, says."""
        kept = {q.key: _as_kept(q, record, parts) for q, parts in self.asked}
        firsts = {heading: indices[0] for heading, indices in self.places.items()}
        return Response(
            measure=measure_of(record, self.numbers),
            department=record["担当課"],
            values={key: text for key, text in kept.items() if text},
            file=self.path.name,
            sheet=SHEET_NAME,
            row=number,
            columns={
                q.key: column_letters(firsts[parts[Part.VALUE].heading]) for q, parts in self.asked
            },
        )


def measure_of(record: Record, numbers: Sequence[str]) -> str:
    """The id of the row's measure; `numbers` are the headings of its areas' numbers."""
    return "-".join(filter(None, [*(record[heading] for heading in numbers), record["項番"]]))


def _written(record: Record, parts: Mapping[Part, DataColumn]) -> str:
    """The answer of one question: its value, or what could not be read as one."""
    shown = (parts[part].heading for part in (Part.VALUE, Part.UNREAD) if part in parts)
    return next(filter(None, map(record.__getitem__, shown)), "")


def _as_kept(question: Question, record: Record, parts: Mapping[Part, DataColumn]) -> str:
    text = _written(record, parts)
    if question.is_choice:
        return text
    # What stands in the column of values is a number; a text beside it may be in doubt.
    is_number = question.kind.is_number and text == record[parts[Part.VALUE].heading]
    number = read_number(text, question) if is_number else None
    return normal_text(question, text) if number is None else normal_number(question, number)


def _places(
    path: Path, headings: Sequence[str], columns: Sequence[DataColumn]
) -> dict[str, list[int]]:
    """For each heading its columns' indices: one, and those that its long texts go on in."""
    found: dict[str, list[int]] = {}
    for heading in (column.heading for column in columns):
        found[heading] = cells_of(headings, heading)
        if not found[heading]:
            raise _not_ours(path, f"シート「{SHEET_NAME}」に列「{heading}」がありません")
    return found


def _not_ours(path: Path, reason: str) -> InputError:
    return InputError(
        f"「{path}」は ictxl の集約表ではありません: {reason}。",
        "ictxl merge で作った進捗状況のブックを指定してください。",
    )
