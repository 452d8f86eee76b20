"""LibreOffice as a person uses it: open a workbook, type, choose, look, save.

One soffice with a profile of its own runs behind `uno_bridge.py`, under whichever Python has the
`uno` module.
"""

from __future__ import annotations

import contextlib
import json
import queue
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

BRIDGE = Path(__file__).with_name("uno_bridge.py")
PATIENCE = 120
"""Seconds until LibreOffice counts as hung."""


class OfficeError(Exception):
    """LibreOffice refused, hung or died."""


@dataclass(frozen=True)
class Cell:
    """One cell as LibreOffice sees it."""

    string: str
    """As shown."""
    value: float
    formula: str
    """With a leading `=` (or `'`) where there is one."""
    error: int
    """0, or LibreOffice's number of the error."""
    kind: str
    """empty, text, number or formula."""
    locked: bool
    background: int
    """0xRRGGBB, -1 for none; without conditional formatting."""


@dataclass(frozen=True)
class Validation:
    """A cell's data validation."""

    type: str
    """ANY, LIST, TEXT_LEN, CUSTOM, …"""
    choices: list[str]
    """What the dropdown offers."""
    ignore_blank: bool
    show_input: bool
    input_title: str
    input_message: str
    show_error: bool
    error_title: str
    error_message: str
    alert: str
    """STOP, WARNING or INFO."""
    formula: str


class Document:
    """An open workbook. Addresses are as Excel writes them: `K9`."""

    def __init__(self, office: Office, number: int) -> None:
        self._office = office
        self._number = number

    def __enter__(self) -> Document:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def sheets(self) -> list[dict[str, Any]]:
        """`name`, `visible` and `protected` of each sheet."""
        return list(self._call("sheets"))

    def cell(self, sheet: str, address: str) -> Cell:
        return Cell(**self._call("cell", sheet=sheet, address=address))

    def string(self, sheet: str, address: str) -> str:
        return self.cell(sheet, address).string

    def cells(self, sheet: str, area: str) -> list[list[str]]:
        """The shown strings of a range such as `A1:C9`, row by row."""
        return list(self._call("cells", sheet=sheet, area=area))

    def type(self, sheet: str, address: str, text: str) -> bool:
        """Type into a cell as at the keyboard; False where protection refuses it."""
        return bool(self._call("type_text", sheet=sheet, address=address, text=text))

    def put_text(self, sheet: str, address: str, text: str) -> None:
        """Put text in past the keyboard and past protection; never read as number or formula."""
        self._call("set_string", sheet=sheet, address=address, text=text)

    def put_number(self, sheet: str, address: str, number: float) -> None:
        """Put a number in past the keyboard and past protection."""
        self._call("set_number", sheet=sheet, address=address, number=number)

    def clear(self, sheet: str, address: str) -> None:
        self._call("clear", sheet=sheet, address=address)

    def strike(self, sheet: str, address: str) -> None:
        """Strike a cell's text through."""
        self._call("strike", sheet=sheet, address=address)

    def validation(self, sheet: str, address: str) -> Validation:
        return Validation(**self._call("validation", sheet=sheet, address=address))

    def row_height(self, sheet: str, row: int) -> tuple[float, float]:
        """(height as set, height LibreOffice needs to show all), in points."""
        answer = self._call("row_height", sheet=sheet, row=row)
        return answer["height"], answer["optimal"]

    def wanted_heights(
        self, sheet: str, areas: list[tuple[int, int, int, int]]
    ) -> list[tuple[float, float]]:
        """(height it has, height LibreOffice wants) of each area, in points.

        An area is a cell, or the cells merged into one: first row and column, last row and column,
        as Excel counts.
        """
        counted = [[number - 1 for number in area] for area in areas]
        found = self._call("wanted_heights", sheet=sheet, areas=counted)
        return [(has, wants) for has, wants in found]

    def row_is_visible(self, sheet: str, row: int) -> bool:
        return bool(self._call("row_height", sheet=sheet, row=row)["visible"])

    def column_is_visible(self, sheet: str, column: str) -> bool:
        return bool(self._call("column", sheet=sheet, column=column)["visible"])

    def column_width(self, sheet: str, column: str) -> float:
        """In points."""
        return float(self._call("column", sheet=sheet, column=column)["width"])

    def used_range(self, sheet: str) -> str:
        return str(self._call("used_range", sheet=sheet))

    def unprotect(self, sheet: str) -> None:
        self._call("unprotect", sheet=sheet)

    def insert_rows(self, sheet: str, row: int, count: int = 1) -> None:
        """Before row `row`, as Excel counts."""
        self._call("insert_rows", sheet=sheet, row=row, count=count)

    def sort(self, sheet: str, area: str, column: str, *, ascending: bool = True) -> None:
        """Sort the rows of an area by one of its columns."""
        self._call("sort", sheet=sheet, area=area, column=column, ascending=ascending)

    def delete_rows(self, sheet: str, row: int, count: int = 1) -> None:
        self._call("delete_rows", sheet=sheet, row=row, count=count)

    def insert_columns(self, sheet: str, column: str, count: int = 1) -> None:
        self._call("insert_columns", sheet=sheet, column=column, count=count)

    def delete_columns(self, sheet: str, column: str, count: int = 1) -> None:
        self._call("delete_columns", sheet=sheet, column=column, count=count)

    def shapes(self, sheet: str) -> list[tuple[str, int]]:
        """(type, row it hangs on) of each picture, chart and drawn shape."""
        return [(s["type"], s["row"]) for s in self._call("shapes", sheet=sheet)]

    def recalculate(self) -> None:
        self._call("recalculate")

    def save_as(self, path: Path) -> Path:
        """Save by suffix: .xlsx, .xlsm, .xls, .ods, .pdf, .html, .csv."""
        self._call("save_as", path=str(path.resolve()))
        return path

    def close(self) -> None:
        self._call("close")

    def _call(self, call: str, **arguments: object) -> Any:
        return self._office.call(call, document=self._number, **arguments)


class Office:
    """One running LibreOffice. Raises OfficeError where it cannot do what was asked."""

    def __init__(self, soffice: str, python: str, profile: Path) -> None:
        _settle(profile)
        self._process = subprocess.Popen(
            [python, str(BRIDGE), soffice, str(profile)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._answer()

    def convert(self, source: Path, target: Path) -> Path:
        """Open `source` and save it as `target`, in the format of its suffix (see `save_as`)."""
        self.call("convert", source=str(source.resolve()), target=str(target.resolve()))
        return target

    def open(self, path: Path) -> Document:
        return Document(self, int(self.call("open", path=str(path.resolve()))))

    def call(self, call: str, **arguments: object) -> Any:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"call": call, **arguments}) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise OfficeError("LibreOffice has died") from error
        return self._answer()

    def quit(self) -> None:
        with contextlib.suppress(OfficeError):
            self.call("quit")
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(30)
        self._process.kill()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")

    def _answer(self) -> Any:
        try:
            line = self._answers.get(timeout=PATIENCE)
        except queue.Empty:
            self._process.kill()
            raise OfficeError("LibreOffice does not answer") from None
        if not line:
            raise OfficeError("LibreOffice has died")
        answer = json.loads(line)
        if "error" in answer:
            raise OfficeError(answer["error"])
        return answer["result"]


def _settle(profile: Path) -> None:
    """Give the profile a Japanese locale: dates and numbers are read as in a city hall."""
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        '<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"'
        ' oor:op="fuse"><value>ja-JP</value></prop></item>\n'
        "</oor:items>\n",
        encoding="utf-8",
    )


def find_soffice() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def find_uno_python() -> str | None:
    """A Python that has LibreOffice's `uno` module."""
    for python in ("/usr/bin/python3", sys.executable, shutil.which("python3")):
        if python and Path(python).exists():
            trial = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
            if trial.returncode == 0:
                return python
    return None
