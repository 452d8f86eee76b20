"""The cells of a workbook's worksheets, for every room that reads workbooks of its own users.

calamine reads them. What it can do to a process (take all memory for one stray cell, abort, run
on) it does to one of its own here, unless a cheap look says that the workbook is ordinary.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine as calamine

from ictxl.errors import InputError
from ictxl.spreadsheets.cells import STDERR, Value, is_panic, without_panic_messages
from ictxl.spreadsheets.xlsx.faults import far_cells
from ictxl.spreadsheets.xlsx.used_range import ZIP_ERRORS, extent
from ictxl.text.clean import fold_name


@dataclass(frozen=True)
class Worksheet:
    """A worksheet's cells, from A1 on."""

    name: str
    rows: list[list[Value]]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """First cell → last cell of what is merged; empty where the file's kind does not tell."""


class WorksheetsError(Exception):
    """Why there is nothing to read, and what to do, both in Japanese."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why, remedy)
        self.why, self.remedy = why, remedy


class FarCellsError(Exception):
    """Cells so far from the others that the sheet cannot be read: (sheet, cell)."""

    def __init__(self, cells: tuple[tuple[str, str], ...]) -> None:
        super().__init__(cells)
        self.cells = cells

    def of_file(self, path: Path) -> InputError:
        """What to say of a file that is not a plan, whose own findings name cells."""
        cells = "、".join(f"シート「{sheet}」の {cell}" for sheet, cell in self.cells)
        return InputError(
            f"「{path}」を読めません。表から遠く離れたセルに何かが入っています({cells})。",
            "そのセルを消すか、行や列ごと削除して保存し、もう一度実行してください。",
        )


_RESAVE = (
    "Excel で開けるか確かめ、開ければ「名前を付けて保存」で .xlsx として保存し直してください。"
)
_UNLOCK = "Excel で開き、「ファイル」「情報」「ブックの保護」からパスワードを外してください。"
Names = Collection[str] | None
"""Folded names of the sheets that are wanted; None for all."""


def read_worksheets(content: bytes, names: Names = None) -> tuple[Worksheet, ...]:
    """The wanted worksheets, in the workbook's order; the others are never touched.

    Raises WorksheetsError where nothing can be read, FarCellsError where a stray cell stretches a
    wanted sheet beyond reading.
    """
    if _is_ordinary(content):
        return _read(content, names)
    far = tuple(
        (name, cell)
        for name, cell in far_cells(io.BytesIO(content)).items()
        if _is_wanted(name, names)
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


def _is_ordinary(content: bytes) -> bool:
    """An .xlsx whose sheets reach no farther than memory does."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > _ORDINARY_BYTES:
                return False
            sheets = [p for p in parts if p.filename.lower().startswith("xl/worksheets/")]
            reaches = [
                extent(package.read(part), exactly=False)
                for part in sheets
                if part.filename.lower().endswith(".xml")
            ]
    except (*ZIP_ERRORS, ValueError):
        return False
    return bool(reaches) and all(
        reach.is_plain and reach.is_sound and reach.rows * reach.columns <= _ORDINARY_CELLS
        for reach in reaches
    )


_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds an encrypted workbook (MS-OFFCRYPTO 2.3.4.4), in its container's list."""


def _read(content: bytes, names: Names) -> tuple[Worksheet, ...]:
    try:
        with without_panic_messages():
            workbook = calamine.load_workbook(io.BytesIO(content))
            return tuple(
                _worksheet(workbook.get_sheet_by_name(meta.name), meta.name)
                for meta in workbook.sheets_metadata
                if meta.typ == calamine.SheetTypeEnum.WorkSheet and _is_wanted(meta.name, names)
            )
    except calamine.PasswordError as error:
        raise WorksheetsError("パスワードがかかっています", _UNLOCK) from error
    except Exception as error:
        if _ENCRYPTED in content:
            raise WorksheetsError("パスワードがかかっています", _UNLOCK) from error
        raise WorksheetsError("Excel ブックではないか、壊れています", _RESAVE) from error
    except BaseException as error:
        if not is_panic(error):
            raise
        raise WorksheetsError("ブックの中身が壊れています", _RESAVE) from error


def _worksheet(sheet: calamine.CalamineSheet, name: str) -> Worksheet:
    rows = sheet.to_python(skip_empty_area=False)
    return Worksheet(name, rows, dict(sheet.merged_cell_ranges or ()))


SECONDS = 60
MEMORY = 2 << 30
"""What reading apart may take (the memory not on Windows)."""


def _read_apart(content: bytes, names: Names) -> tuple[Worksheet, ...]:
    """Read in a process of its own, which may be aborted or killed without harm."""
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor  # noqa: PLC0415 - slow
    from multiprocessing import active_children, get_context  # noqa: PLC0415

    before = set(active_children())
    executor = ProcessPoolExecutor(1, get_context("spawn"), _bound_memory)
    try:
        return executor.submit(_read, content, names).result(SECONDS)
    except BrokenExecutor as error:
        raise WorksheetsError("大きすぎるか、壊れています", _RESAVE) from error
    except TimeoutError as error:
        raise WorksheetsError(f"読むのに {SECONDS} 秒より長くかかります", _RESAVE) from error
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        for process in set(active_children()) - before:
            process.terminate()


def _bound_memory() -> None:
    # calamine tells of its end on standard error, in English.
    os.dup2(os.open(os.devnull, os.O_WRONLY), STDERR)
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
