"""One returned workbook → the rows a department filled in, as written."""

from __future__ import annotations

import functools
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ictxl.findings import Finding, finding
from ictxl.identity import (
    FIELD_BY_KEY,
    FIELDS,
    ID_KEY,
    INPUT_FIELDS,
    META_SHEET,
    FormIdentity,
    identity_from_rows,
)
from ictxl.returned.grid import Sheet, UnreadableError, column_letters, read_sheets
from ictxl.text.clean import clean_text

KEY_SEARCH_ROWS = 50
"""The key row is row 1; rows inserted above it push it down, hardly further than this."""
NECESSARY_FIELDS = ("rating", "progress", "next_step")
"""Asked of a form that does not say which columns it was sent with."""


@dataclass(frozen=True)
class FormRow:
    """One measure's row: the texts of its fields, by key, as the department left them."""

    measure: str
    row: int
    """As Excel shows it."""
    texts: Mapping[str, str]


@dataclass(frozen=True)
class ReturnedForm:
    """What one returned file holds, before it is held against a plan."""

    path: Path
    file: str
    modified: str = ""
    identity: FormIdentity | None = None
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Field key → column letters."""
    rows: tuple[FormRow, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_form(path: Path, file: str) -> ReturnedForm:
    """Read one returned workbook; `file` is how findings call it. Never raises on its content."""
    try:
        sheets = read_sheets(path)
        modified = _modified(path)
    except (UnreadableError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        problem = finding("F002", file=file, reason=reason or "開けません")
        return ReturnedForm(path, file, findings=(problem,))
    identity = _read_identity(sheets)
    located = _locate(sheets)
    if identity is None or located is None:
        problem = finding("F001", file=file)
        return ReturnedForm(path, file, modified, identity, findings=(problem,))
    sheet, key_row, columns = located
    return ReturnedForm(
        path,
        file,
        modified,
        identity,
        sheet.name,
        {key: column_letters(index) for key, index in columns.items() if key != ID_KEY},
        tuple(_rows(sheet, key_row, columns)),
        tuple(_missing_columns(file, sheet.name, identity, columns)),
    )


def _read_identity(sheets: Sequence[Sheet]) -> FormIdentity | None:
    for sheet in sheets:
        if sheet.name == META_SHEET:
            rows = tuple(tuple(row) for row in sheet.rows)
            return _own_identity(rows)
    return None


def _own_identity(rows: tuple[tuple[str, ...], ...]) -> FormIdentity | None:
    """The identity, sharing one `Plan` among all forms of a sending: most rows are the plan's."""
    own = [row for row in rows if row and row[0] in _OWN_KINDS]
    common = tuple(row for row in rows if row and row[0] not in _OWN_KINDS)
    shared = _shared_identity(common)
    if shared is None:
        return None
    values = {row[0]: row[1] if len(row) > 1 else "" for row in own}
    return FormIdentity(
        shared.plan,
        shared.plan_id,
        values.get("department", ""),
        values.get("issued", ""),
        shared.fields,
        shared.format_version,
    )


_OWN_KINDS = {"department", "issued"}


@functools.lru_cache(maxsize=64)
def _shared_identity(rows: tuple[tuple[str, ...], ...]) -> FormIdentity | None:
    return identity_from_rows([*rows, ("department", "")])


def _locate(sheets: Iterable[Sheet]) -> tuple[Sheet, int, dict[str, int]] | None:
    """The input sheet, the index of its key row, and the column index of each key."""
    for sheet in sheets:
        for index, row in enumerate(sheet.rows[:KEY_SEARCH_ROWS]):
            if ID_KEY in row and sum(cell in FIELD_BY_KEY for cell in row) > 1:
                keys = [ID_KEY, *(f.key for f in FIELDS)]
                return sheet, index, {key: row.index(key) for key in keys if key in row}
    return None


def _rows(sheet: Sheet, key_row: int, columns: Mapping[str, int]) -> Iterable[FormRow]:
    id_column = columns[ID_KEY]
    for index, row in enumerate(sheet.rows):
        if index > key_row and len(row) > id_column and row[id_column]:
            texts = {
                key: clean_text(row[column]) if column < len(row) else ""
                for key, column in columns.items()
                if key != ID_KEY
            }
            yield FormRow(clean_text(row[id_column]), index + 1, texts)


def _missing_columns(
    file: str, sheet: str, identity: FormIdentity, columns: Mapping[str, int]
) -> Iterable[Finding]:
    expected = identity.fields or NECESSARY_FIELDS
    for asked in INPUT_FIELDS:
        if asked.key in expected and asked.key not in columns:
            yield finding("S001", file=file, sheet=sheet, heading=asked.heading)


_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>([^<]+)<")


def _modified(path: Path) -> str:
    """The workbook's own time of saving, else the file's, as ISO in UTC."""
    try:
        with zipfile.ZipFile(path) as package:
            match = _MODIFIED.search(package.read("docProps/core.xml"))
            if match:
                return match[1].decode("ascii", "replace")
    except (KeyError, ValueError, zipfile.BadZipFile, OSError, NotImplementedError):
        pass
    time = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return time.isoformat(timespec="seconds").replace("+00:00", "Z")
