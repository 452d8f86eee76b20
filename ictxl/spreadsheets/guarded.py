"""Read plans and earlier years' tables so that no file can end the process.

calamine reads them. What it can do to a process (take all memory for one stray cell, abort, run
on) it does to one of its own here, unless a cheap look says that the workbook is ordinary.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import python_calamine as calamine

from ictxl.runtime.sandbox import Sandbox, SandboxDiedError
from ictxl.spreadsheets.cells import column_index, is_panic, without_panic_messages
from ictxl.spreadsheets.errors import (
    DEFAULT_LIMITS,
    BrokenPartError,
    Reason,
    UnreadableError,
    damaged,
)
from ictxl.spreadsheets.kinds import WorkbookKind, kind_of
from ictxl.spreadsheets.sheet import Sheet
from ictxl.spreadsheets.xlsx.package import Package, open_archive
from ictxl.spreadsheets.xlsx.sheet_xml import ZIP_ERRORS, extent
from ictxl.spreadsheets.xml_parts import local_name
from ictxl.text.clean import fold_name


class FarCellsError(Exception):
    """Cells so far from the others that the sheet cannot be read: (sheet, cell)."""

    def __init__(self, cells: tuple[tuple[str, str], ...]) -> None:
        super().__init__(cells)
        self.cells = cells


Names = Collection[str] | None
"""Folded names of the sheets that are wanted; None for all."""


def unlocked(content: bytes, passwords: Sequence[str]) -> bytes:
    """What a file with a password holds, opened by the first of `passwords` that fits; any other
    file as it is. Raises UnreadableError where none fits."""
    try:
        kind = kind_of(content)
    except UnreadableError:
        return content  # who reads it says so
    if kind is WorkbookKind.ENCRYPTED or (passwords and kind in _PERHAPS_LOCKED):
        plain: bytes = _apart(_open, content, tuple(passwords))
        return plain
    return content


_PERHAPS_LOCKED = {WorkbookKind.XLS, WorkbookKind.ODS}
"""Kinds that do not tell at once whether they have a password."""


def _open(content: bytes, passwords: Sequence[str]) -> bytes:
    from ictxl.spreadsheets.opening import open_content  # noqa: PLC0415

    return open_content(content, "", passwords).content


def read_worksheets(content: bytes, names: Names = None) -> tuple[Sheet, ...]:
    """The wanted worksheets, in the workbook's order; the others are never touched.

    Raises UnreadableError where nothing can be read, FarCellsError where a stray cell stretches a
    wanted sheet beyond reading.
    """
    try:
        package = Package(content)
    except UnreadableError:
        return _read_apart(content, names)
    if _is_ordinary(package):
        return _read(content, names)
    far = tuple(
        (name, cell) for name, cell in far_cells(package).items() if _is_wanted(name, names)
    )
    if far:
        raise FarCellsError(far)
    return _read_apart(content, names)


def _is_wanted(name: str, names: Names) -> bool:
    return names is None or fold_name(name) in names


_ORDINARY_BYTES = 256 << 20
"""Unpacked."""
_ORDINARY_CELLS = 50_000_000
"""Rows × columns of a sheet: 0.4 GB of memory, and twice the largest データ."""


def _is_ordinary(package: Package) -> bool:
    """An .xlsx whose sheets reach no farther than memory does."""
    if package.unpacked > _ORDINARY_BYTES or package.has_doubles:
        return False
    sheets = (path for path in package.names if path.startswith("xl/worksheets/"))
    try:
        reaches = [
            extent(package.read(path), exactly=False) for path in sheets if path.endswith(".xml")
        ]
    except BrokenPartError:
        return False
    return bool(reaches) and all(
        reach.is_plain and reach.is_sound and reach.rows * reach.columns <= _ORDINARY_CELLS
        for reach in reaches
    )


_SECONDS, _MEMORY_MEGABYTES = 60, 2_000
"""What reading apart may take (the memory not on Windows)."""


def _read_apart(content: bytes, names: Names) -> tuple[Sheet, ...]:
    sheets: tuple[Sheet, ...] = _apart(_read_any, content, names)
    return sheets


def _apart(function: Callable[..., Any], *arguments: object) -> Any:
    """Call a function of this module in a process of its own, which may be aborted or killed
    without harm."""
    sandbox = Sandbox(f"{__name__}:{function.__name__}", _SECONDS, _MEMORY_MEGABYTES)
    try:
        return sandbox.call(*arguments)
    except SandboxDiedError as error:
        raise damaged("大きすぎるか、壊れています") from error
    except TimeoutError as error:
        raise UnreadableError(Reason.TIME_EXCEEDED, _TOO_SLOW, _SECONDS) from error
    finally:
        sandbox.stop()


_TOO_SLOW = f"読むのに {_SECONDS} 秒より長くかかります"
_LOCKED = "パスワードがかかっています"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds an encrypted workbook (MS-OFFCRYPTO 2.3.4.4), in its container's list."""


def _read_any(content: bytes, names: Names) -> tuple[Sheet, ...]:
    """As `_read`, of whichever kind the workbook is."""
    from ictxl.spreadsheets.legacy.old_workbooks import decoded, xls_for_calamine  # noqa: PLC0415

    try:
        kind = kind_of(content)
    except UnreadableError as error:
        if error.reason is Reason.RIGHTS_RESTRICTED:
            raise
        return _read(content, names)  # which says so
    if kind is WorkbookKind.ODS:
        return _read_open_document(content, names)
    if kind is not WorkbookKind.XLS:
        return _read(content, names)
    plain, decode = xls_for_calamine(content)
    if decode is None:
        return _read(plain, names)
    sheets = (decoded(sheet, decode) for sheet in _read(plain, None))
    return tuple(sheet for sheet in sheets if _is_wanted(sheet.name, names))


def _read_open_document(content: bytes, names: Names) -> tuple[Sheet, ...]:
    from ictxl.spreadsheets.legacy.odf_encryption import is_encrypted  # noqa: PLC0415
    from ictxl.spreadsheets.legacy.ods_values import read_ods  # noqa: PLC0415

    if is_encrypted(open_archive(content)):
        raise UnreadableError(Reason.PASSWORD_REQUIRED, _LOCKED)
    try:
        sheets = read_ods(content, DEFAULT_LIMITS)
    except (BrokenPartError, UnreadableError):
        return _read(content, names)
    return tuple(sheet for sheet in sheets if _is_wanted(sheet.name, names))


def _read(content: bytes, names: Names) -> tuple[Sheet, ...]:
    try:
        with without_panic_messages():
            workbook = calamine.load_workbook(io.BytesIO(content))
            return tuple(
                _sheet(workbook.get_sheet_by_name(meta.name), meta.name)
                for meta in workbook.sheets_metadata
                if meta.typ == calamine.SheetTypeEnum.WorkSheet and _is_wanted(meta.name, names)
            )
    except calamine.PasswordError as error:
        raise UnreadableError(Reason.PASSWORD_REQUIRED, _LOCKED) from error
    except Exception as error:
        if _ENCRYPTED in content:
            raise UnreadableError(Reason.PASSWORD_REQUIRED, _LOCKED) from error
        raise damaged("Excel ブックではないか、壊れています") from error
    except BaseException as error:
        if not is_panic(error):
            raise
        raise damaged() from error


def _sheet(sheet: calamine.CalamineSheet, name: str) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False)
    return Sheet(name, rows, merged=dict(sheet.merged_cell_ranges or ()))


def remedy(error: UnreadableError) -> str:
    """What a person can do about it, in Japanese; `error.what` says what is wrong."""
    if error.reason is Reason.PASSWORD_REQUIRED:
        return "Excel で開き、「ファイル」「情報」「ブックの保護」からパスワードを外してください。"
    if error.reason is Reason.RIGHTS_RESTRICTED:
        return (
            "Excel で開き、「ファイル」「情報」「ブックの保護」から制限を外して保存してください。"
        )
    return (
        "Excel で開けるか確かめ、開ければ「名前を付けて保存」で .xlsx として保存し直してください。"
    )


# What calamine does not tell: when a workbook was saved, its cells in error (it gives an empty text
# for these, and a 0 or an empty text for a formula that was never calculated; neither may be taken
# for a value), and cells far out, one of which would take all memory when its sheet is read.


@dataclass(frozen=True)
class Faults:
    saved_at: str = ""
    """ISO time in UTC; "" where the file does not say."""
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Sheet → cell → the error it shows; "" for a formula without a saved result."""


def read_faults(content: bytes, names: Collection[str] | None = None) -> Faults:
    """Look into an .xlsx or .xlsm; anything else, or what is too odd, has nothing to tell.

    Of cells only those on the sheets whose folded names are in `names`; None for all.
    """
    try:
        package = Package(content)
        cells = {
            name: _faults(package, part)
            for name, part in _sheets(package)
            if names is None or fold_name(name) in names
        }
        return Faults(package.saved_at, cells)
    except _TOO_ODD:
        return Faults()


def far_cells(package: Package) -> dict[str, str]:
    """Of each sheet that is stretched beyond reading, a cell that does so; nothing of what is too
    odd."""
    try:
        found = {name: _far_cell(package, part) for name, part in _sheets(package)}
    except _TOO_ODD:
        return {}
    return {name: cell for name, cell in found.items() if cell}


def sheet_names(content: bytes) -> frozenset[str]:
    """The names of an .xlsx or .xlsm's sheets; none of what is neither, or too odd."""
    try:
        return frozenset(name for name, _ in _sheets(Package(content)))
    except _TOO_ODD:
        return frozenset()


_TOO_ODD = (*ZIP_ERRORS, UnreadableError, BrokenPartError, SyntaxError, ValueError)
"""The last two are ElementTree's ParseError, and defusedxml's for entities."""
_MOST_CELLS = 2_000_000
"""calamine lays a sheet out as one rectangle and aborts the program where memory ends."""
_ORDINARY_ROWS = 16_384


def _sheets(package: Package) -> list[tuple[str, str]]:
    """Each sheet's name and the part that holds it."""
    return [(name, part) for name, part in package.sheets if package.has(part)]


def _faults(package: Package, part: str) -> dict[str, str]:
    """Cell → the error it shows; "" for a formula without a saved result."""
    if _is_faultless(package.read(part)):
        return {}
    faults = {}
    for ref, cell, kinds in _cells(package, part):
        shown = kinds["v"].text if "v" in kinds else None
        if cell.get("t") == "e":
            faults[ref] = shown or "#N/A"
        elif "f" in kinds and shown is None and cell.get("t") != "str":
            faults[ref] = ""
    return faults


def _is_faultless(xml: bytes) -> bool:
    """Surely without formulas and errors: most sheets, and parsing one takes a hundred times as
    long. False where that is not plain to see."""
    cells, end, _ = xml.rpartition(b"</sheetData>")
    return bool(end) and not any(sign in cells for sign in _SIGNS_OF_FAULTS)


_SIGNS_OF_FAULTS = (b"<f", b":f", b'"e"', b"'e'", b"&#", b"<!")
"""<f> and t="e", in whatever namespace, or written as nobody does."""


def _far_cell(package: Package, part: str) -> str:
    """A cell that stretches the sheet beyond reading; "" where there is none."""
    last_row = last_column = (0, "")
    for ref, _, kinds in _cells(package, part):
        if kinds:
            row, column = _position(ref)
            last_row = max(last_row, (row, ref))
            last_column = max(last_column, (column, ref))
    if last_row[0] * last_column[0] <= _MOST_CELLS:
        return ""
    return last_row[1] if last_row[0] > _ORDINARY_ROWS else last_column[1]


def _cells(package: Package, part: str) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Each cell's reference, its element, and what is in it by its kind: f, v, is."""
    from defusedxml import ElementTree  # noqa: PLC0415 - few sheets are parsed for their faults

    with package.open(part) as content:
        for _, cell in ElementTree.iterparse(content):
            # Of whichever namespace: Strict and Transitional differ in theirs.
            if local_name(cell) == "c":
                yield cell.get("r", ""), cell, {local_name(child): child for child in cell}
                cell.clear()


def _position(ref: str) -> tuple[int, int]:
    """`C5` → (5, 3), however far beyond a sheet's edges it may be."""
    letters = ref.rstrip("0123456789")
    return int(ref.removeprefix(letters) or 0), column_index(letters) + 1
