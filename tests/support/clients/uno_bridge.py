"""Drives one LibreOffice through UNO, told what to do by JSON lines on stdin.

Runs under the Python that has LibreOffice's `uno` module (the system's), whatever Python runs the
tests. Each request is `{"call": NAME, ...arguments}`, each answer `{"result": …}` or
`{"error": …}`. Uses nothing but the standard library and `uno`.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import TableSortField
from com.sun.star.table.CellContentType import EMPTY, FORMULA, TEXT, VALUE
from com.sun.star.uno import RuntimeException

KINDS = {EMPTY.value: "empty", FORMULA.value: "formula", TEXT.value: "text", VALUE.value: "number"}
FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".pdf": "calc_pdf_Export",
    ".html": "HTML (StarCalc)",
    ".csv": "Text - txt - csv (StarCalc)",
}
POINTS = 72 / 2540
"""LibreOffice measures in 1/100 mm."""


class Bridge:
    def __init__(self, soffice: str, profile: str) -> None:
        self.documents = {}
        pipe = f"ictxl{uuid.uuid4().hex}"
        self.process = subprocess.Popen(
            [
                soffice,
                f"-env:UserInstallation={Path(profile).resolve().as_uri()}",
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": os.environ.get("ICTXL_TEST_LOCALE", "C.UTF-8")},
        )
        self.context = self._connect(pipe)
        self.manager = self.context.ServiceManager
        self.desktop = self.manager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", self.context
        )
        self.dispatcher = self.manager.createInstanceWithContext(
            "com.sun.star.frame.DispatchHelper", self.context
        )

    def _connect(self, pipe: str):
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        deadline = time.monotonic() + 90
        while True:
            try:
                return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            except Exception:
                if time.monotonic() > deadline or self.process.poll() not in (None, 81):
                    raise
                time.sleep(0.2)

    # --- whole files

    def convert(self, source: str, target: str) -> None:
        document = self._load(source)
        try:
            self._store(document.storeToURL, target)
        finally:
            document.close(True)

    def open(self, path: str) -> int:
        number = len(self.documents) + 1
        self.documents[number] = self._load(path)
        return number

    def save_as(self, document: int, path: str) -> None:
        self._store(self.documents[document].storeAsURL, path)

    def close(self, document: int) -> None:
        self.documents.pop(document).close(True)

    def _load(self, path: str):
        document = self.desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(path), "_blank", 0, _properties(Hidden=True)
        )
        if document is None:
            raise ValueError(f"LibreOffice cannot open {path}")
        return document

    def _store(self, store, path: str) -> None:
        store(
            uno.systemPathToFileUrl(path),
            _properties(FilterName=FILTERS[Path(path).suffix.lower()], Overwrite=True),
        )

    # --- sheets

    def sheets(self, document: int) -> list:
        return [
            {"name": s.Name, "visible": s.IsVisible, "protected": s.isProtected()}
            for s in self.documents[document].Sheets
        ]

    def unprotect(self, document: int, sheet: str) -> None:
        self._sheet(document, sheet).unprotect("")

    def insert_rows(self, document: int, sheet: str, row: int, count: int) -> None:
        self._sheet(document, sheet).Rows.insertByIndex(row - 1, count)

    def sort(self, document: int, sheet: str, area: str, column: str, ascending: bool) -> None:
        rows = self._cell(document, sheet, area)
        key = TableSortField()
        key.Field = _column_index(column) - rows.RangeAddress.StartColumn
        key.IsAscending = ascending
        fields = uno.Any("[]com.sun.star.table.TableSortField", (key,))
        rows.sort(_properties(SortFields=fields, ContainsHeader=False))

    def delete_rows(self, document: int, sheet: str, row: int, count: int) -> None:
        self._sheet(document, sheet).Rows.removeByIndex(row - 1, count)

    def delete_columns(self, document: int, sheet: str, column: str, count: int) -> None:
        columns = self._sheet(document, sheet).Columns
        columns.removeByIndex(_column_index(column), count)

    def insert_columns(self, document: int, sheet: str, column: str, count: int) -> None:
        columns = self._sheet(document, sheet).Columns
        columns.insertByIndex(_column_index(column), count)

    def used_range(self, document: int, sheet: str) -> str:
        cursor = self._sheet(document, sheet).createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return cursor.AbsoluteName.rpartition(".")[2].replace("$", "")

    def shapes(self, document: int, sheet: str) -> list:
        """Pictures, charts and drawn shapes, with the row (as Excel counts) they hang on."""
        page = self._sheet(document, sheet).DrawPage
        found = []
        for index in range(page.Count):
            shape = page.getByIndex(index)
            anchor = shape.Anchor
            row = anchor.CellAddress.Row + 1 if hasattr(anchor, "CellAddress") else 0
            found.append({"type": shape.ShapeType.rpartition(".")[2], "row": row})
        return found

    def recalculate(self, document: int) -> None:
        self.documents[document].calculateAll()

    def _sheet(self, document: int, name: str):
        return self.documents[document].Sheets.getByName(name)

    # --- cells

    def cell(self, document: int, sheet: str, address: str) -> dict:
        cell = self._cell(document, sheet, address)
        return {
            "string": cell.String,
            "value": cell.Value,
            "formula": cell.Formula,
            "error": cell.getError(),
            "kind": KINDS[cell.Type.value],
            "locked": cell.CellProtection.IsLocked,
            "background": cell.CellBackColor,
        }

    def cells(self, document: int, sheet: str, area: str) -> list:
        """The strings of a range, row by row, as they are shown."""
        area_range = self._cell(document, sheet, area)
        address = area_range.RangeAddress
        width = address.EndColumn - address.StartColumn + 1
        height = address.EndRow - address.StartRow + 1
        return [
            [area_range.getCellByPosition(x, y).String for x in range(width)] for y in range(height)
        ]

    def type_text(self, document: int, sheet: str, address: str, text: str) -> bool:
        """Put `text` into a cell as its keyboard entry would be read; False where refused."""
        cell = self._cell(document, sheet, address)
        if cell.Spreadsheet.isProtected() and cell.CellProtection.IsLocked:
            # At the keyboard a message box follows, and a second one kills a headless LibreOffice;
            # this asks the same question (ScEditableTester) without one.
            try:
                cell.setDataArray(((text,),))
            except RuntimeException:
                return False
            return True
        controller = self.documents[document].CurrentController
        controller.setActiveSheet(cell.Spreadsheet)
        controller.select(cell)
        before = (cell.Formula, cell.String)
        self.dispatcher.executeDispatch(
            controller.Frame, ".uno:EnterString", "", 0, _properties(StringName=text)
        )
        return (cell.Formula, cell.String) != before or text in before

    def set_string(self, document: int, sheet: str, address: str, text: str) -> None:
        """Put text in past the keyboard: never read as a number or formula, never refused."""
        self._cell(document, sheet, address).setString(text)

    def set_number(self, document: int, sheet: str, address: str, number: float) -> None:
        """Put a number in past the keyboard: never refused."""
        self._cell(document, sheet, address).setValue(number)

    def clear(self, document: int, sheet: str, address: str) -> None:
        self._cell(document, sheet, address).clearContents(1 | 2 | 4 | 16)

    def strike(self, document: int, sheet: str, address: str) -> None:
        self._cell(document, sheet, address).CharStrikeout = 1

    def validation(self, document: int, sheet: str, address: str) -> dict:
        cell = self._cell(document, sheet, address)
        rule = cell.Validation
        return {
            "type": rule.Type.value,
            "choices": self._choices(document, rule),
            "ignore_blank": rule.IgnoreBlankCells,
            "show_input": rule.ShowInputMessage,
            "input_title": rule.InputTitle,
            "input_message": rule.InputMessage,
            "show_error": rule.ShowErrorMessage,
            "error_title": rule.ErrorTitle,
            "error_message": rule.ErrorMessage,
            "alert": rule.ErrorAlertStyle.value,
            "formula": rule.getFormula1(),
        }

    def _choices(self, document: int, rule) -> list:
        if rule.Type.value != "LIST":
            return []
        formula = rule.getFormula1()
        if formula.startswith('"'):
            return [part.strip('"') for part in formula.split(";")]
        if "(" in formula:
            return self._evaluated(document, formula)
        name, _, address = formula.rpartition(".")
        area = self._sheet(document, name.strip("$'").replace("''", "'"))
        area = area.getCellRangeByName(address)
        return [text for row in area.getDataArray() for text in map(str, row) if text]

    def _evaluated(self, document: int, formula: str) -> list:
        """The texts of the range that a formula gives, worked out in a cell nobody uses."""
        cell = self.documents[document].Sheets.getByIndex(0).getCellRangeByName("AMJ1048576")
        cell.Formula = f"=TEXTJOIN(CHAR(31);FALSE();{formula})"
        texts = cell.String.split("\x1f")
        cell.setString("")
        return texts

    def _cell(self, document: int, sheet: str, address: str):
        return self._sheet(document, sheet).getCellRangeByName(address)

    # --- looks

    def row_height(self, document: int, sheet: str, row: int) -> dict:
        """In points: the height as it is, and the one LibreOffice finds best."""
        area = self._sheet(document, sheet).Rows.getByIndex(row - 1)
        visible, was_optimal, height = area.IsVisible, area.OptimalHeight, area.Height
        area.OptimalHeight = True
        best = area.Height
        if not was_optimal:
            area.Height = height
        area.IsVisible = visible
        return {"height": height * POINTS, "optimal": best * POINTS, "visible": visible}

    def wanted_heights(self, document: int, sheet: str, areas: list) -> list:
        """[height it has, height it wants] of each area (one cell, or merged cells) of a sheet.

        An area is [row, column, last row, last column], 0-based. LibreOffice fits no merged cell
        itself, so the areas of each span of columns are laid out unmerged on a scratch copy.
        """
        source = self._sheet(document, sheet)
        last = max(area[2] for area in areas)
        heights = [source.Rows.getByIndex(row).Height for row in range(last + 1)]
        wanted = {}
        for first, end in sorted({(area[1], area[3]) for area in areas}):
            rows = [area[0] for area in areas if (area[1], area[3]) == (first, end)]
            scratch = self._scratch_copy(document, sheet, first, end, last)
            for row in rows:
                wanted[row, first] = scratch.Rows.getByIndex(row).Height
            self.documents[document].Sheets.removeByName(scratch.Name)
        return [
            [sum(heights[a[0] : a[2] + 1]) * POINTS, wanted[a[0], a[1]] * POINTS] for a in areas
        ]

    def _scratch_copy(self, document: int, sheet: str, first: int, end: int, last: int):
        """A copy with only the texts that begin in column `first`, as wide as up to `end`."""
        sheets = self.documents[document].Sheets
        sheets.copyByName(sheet, "_scratch_", sheets.Count)
        scratch = sheets.getByName("_scratch_")
        width = sum(scratch.Columns.getByIndex(i).Width for i in range(first, end + 1))
        far = 50
        scratch.getCellRangeByPosition(0, 0, far, last).merge(False)
        everything = 1 | 2 | 4 | 16
        if first:
            scratch.getCellRangeByPosition(0, 0, first - 1, last).clearContents(everything)
        scratch.getCellRangeByPosition(first + 1, 0, far, last).clearContents(everything)
        scratch.Columns.getByIndex(first).Width = width
        scratch.getCellRangeByPosition(first, 0, first, last).Rows.OptimalHeight = True
        return scratch

    def column(self, document: int, sheet: str, column: str) -> dict:
        area = self._sheet(document, sheet).Columns.getByIndex(_column_index(column))
        return {"width": area.Width * POINTS, "visible": area.IsVisible}

    def quit(self) -> None:
        for number in list(self.documents):
            self.close(number)
        with contextlib.suppress(Exception):  # the connection may end before the answer comes
            self.desktop.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _properties(**values):
    made = []
    for name, value in values.items():
        prop = PropertyValue()
        prop.Name, prop.Value = name, value
        made.append(prop)
    return tuple(made)


def main() -> None:
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    bridge = Bridge(*sys.argv[1:3])
    print(json.dumps({"result": "ready"}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        call = request.pop("call")
        try:
            answer = {"result": getattr(bridge, call)(**request)}
        except Exception as error:  # noqa: BLE001 - whatever UNO raises is the answer
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer, ensure_ascii=False), flush=True)
        if call == "quit":
            return
    bridge.quit()


if __name__ == "__main__":
    main()
