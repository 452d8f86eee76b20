"""Read a consolidated workbook back: sheet データ → responses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from ictxl.consolidated.data_sheet import (
    COLUMNS,
    PLACE_HEADING,
    SHEET_NAME,
    continued_heading,
)
from ictxl.consolidated.parquet import read_parquet_rows
from ictxl.consolidated.table import State
from ictxl.errors import InputError
from ictxl.responses import Response
from ictxl.spreadsheets.cells import cell_text, column_letters
from ictxl.spreadsheets.errors import UnreadableError
from ictxl.spreadsheets.guarded import FarCellsError, read_worksheets
from ictxl.spreadsheets.xlsx.cell_writer import as_given
from ictxl.text.clean import fold_name

Record = dict[str, str]
_HEADINGS = tuple(column.heading for column in COLUMNS)


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


def is_data_sheet(headings: Collection[str]) -> bool:
    """Whether a sheet with these headings is ours."""
    return set(_HEADINGS) <= set(headings) or PLACE_HEADING in headings


def read_data(path: Path) -> ConsolidatedData:
    """Read sheet データ of a workbook that `write_consolidated` made.

    Columns are found by their headings, so that they may be moved. Where the sheet only says which
    file beside the workbook holds them, they are read from there. Raises InputError where a file
    cannot be read or is no such one.
    """
    rows = _rows(path)
    columns = _columns(path, rows[0] if rows else [])
    records = [_record(row, columns) for row in rows[1:]]
    filled = [(number, record) for number, record in enumerate(records, 2) if any(record.values())]
    try:
        responses = tuple(
            _response(path, number, record, columns)
            for number, record in filled
            if _is_answered(record)
        )
        first = filled[0][1] if filled else dict.fromkeys(_HEADINGS, "")
        year = int(first["年度(西暦)"] or 0)
    except ValueError as error:
        raise _not_ours(path, f"番号や年度の列に数でない値があります({error})") from error
    submitted = frozenset(r["担当課"] for _, r in filled if r["提出状況"] != State.MISSING)
    return ConsolidatedData(
        first["計画名"],
        year,
        first["年度(和暦)"],
        responses,
        submitted,
        tuple(record for _, record in filled),
    )


def _rows(path: Path) -> list[list[str]]:
    """The headings and all rows, wherever they are."""
    rows = _sheet_rows(path)
    if not rows or rows[0][0] != PLACE_HEADING:
        return rows
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
    return moved


def _sheet_rows(path: Path) -> list[list[str]]:
    try:
        sheets = read_worksheets(path.read_bytes(), {fold_name(SHEET_NAME)})
    except OSError as error:
        raise InputError(
            f"「{path}」を読めません({error.strerror or error})。", "ファイル名を確かめてください。"
        ) from error
    except FarCellsError as error:
        raise far_cells_told(path, error) from error
    except UnreadableError as error:
        raise _not_ours(path, error.what) from error
    if not sheets:
        raise _not_ours(path, f"シート「{SHEET_NAME}」がありません")
    return [[as_given(cell_text(cell)) for cell in row] for row in sheets[0].rows]


def far_cells_told(path: Path, error: FarCellsError) -> InputError:
    """What to say of a table that stray cells stretch beyond reading."""
    cells = "、".join(f"シート「{sheet}」の {cell}" for sheet, cell in error.cells)
    return InputError(
        f"「{path}」を読めません。表から遠く離れたセルに何かが入っています({cells})。",
        "そのセルを消すか、行や列ごと削除して保存し、もう一度実行してください。",
    )


def _columns(path: Path, headings: Sequence[str]) -> dict[str, list[int]]:
    """For each heading its columns' indices: one, and those that its long texts go on in."""
    found: dict[str, list[int]] = {}
    for heading in _HEADINGS:
        if heading not in headings:
            raise _not_ours(path, f"シート「{SHEET_NAME}」に列「{heading}」がありません")
        found[heading] = [headings.index(heading)]
        while (further := continued_heading(heading, len(found[heading]) + 1)) in headings:
            found[heading].append(headings.index(further))
    return found


def _record(row: Sequence[str], columns: dict[str, list[int]]) -> Record:
    return {
        heading: "".join(row[index] for index in indices if index < len(row))
        for heading, indices in columns.items()
    }


def _is_answered(record: Record) -> bool:
    """Whether a response stands behind the row, be it only a text without a rating."""
    answer = ("評価コード", "凡例にない評価", "進捗状況", "次期展開番号", "一覧にない次期展開")
    return any(record[heading] for heading in answer)


def _response(path: Path, number: int, record: Record, columns: dict[str, list[int]]) -> Response:
    letters = {heading: column_letters(indices[0]) for heading, indices in columns.items()}
    return Response(
        measure=f"{int(record['基本施策番号'])}-{int(record['項番'])}",
        department=record["担当課"],
        values={
            "rating": record["評価コード"] or record["凡例にない評価"],
            "progress": record["進捗状況"],
            "next_step": record["次期展開番号"] or record["一覧にない次期展開"],
        },
        file=path.name,
        sheet=SHEET_NAME,
        row=number,
        columns={
            "rating": letters["評価コード"],
            "progress": letters["進捗状況"],
            "next_step": letters["次期展開番号"],
        },
    )


def _not_ours(path: Path, reason: str) -> InputError:
    return InputError(
        f"「{path}」は ictxl の集約表ではありません: {reason}。",
        "ictxl merge で作った進捗状況のブックを指定してください。",
    )
