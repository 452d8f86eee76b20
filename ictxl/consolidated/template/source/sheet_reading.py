"""Read a template's sheets out of its package."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from ictxl.consolidated.template.source.sheets import (
    USUAL_FONT,
    USUAL_SIZE,
    USUAL_WIDTH,
    Area,
    PageSetUp,
    TemplateBook,
    TemplateCell,
    TemplateSheet,
)
from ictxl.errors import InputError
from ictxl.files.raw_file import template_bytes
from ictxl.spreadsheets.cells import place_of
from ictxl.spreadsheets.errors import BrokenPartError, UnreadableError
from ictxl.spreadsheets.xlsx.cell_formats import CellFormat, cell_formats, child
from ictxl.spreadsheets.xlsx.package import Package
from ictxl.spreadsheets.xml_parts import local_name
from ictxl.text.clean import decode_escapes

SAVE_AS_XLSX = (
    "Excel で開き、パスワードがあれば外して、「Excel ブック (*.xlsx)」として保存し直してください。"
)
_MOST_ROWS, _MOST_COLUMNS = 2_000, 300
"""A template is laid out by hand; what lies beyond is looks without end."""


def read_book(path: Path) -> TemplateBook:
    """Raises InputError where the file is missing, open elsewhere, or no workbook."""
    content = template_bytes(path)
    try:
        return book_of(content, path.name)
    except (UnreadableError, BrokenPartError, ValueError) as error:
        raise InputError(
            f"ひな形「{path}」は Excel ブック(.xlsx)として読めません。", SAVE_AS_XLSX
        ) from error


def book_of(content: bytes, file: str) -> TemplateBook:
    """Raises UnreadableError, BrokenPartError or ValueError where it is no workbook."""
    package = Package(content)
    formats = cell_formats(package)
    strings = _strings(package)
    names = list(_defined_names(package))
    sheets = []
    left_out: list[tuple[str, str, str]] = []
    for index, (name, part) in enumerate(package.sheets):
        root = package.xml(part)
        if root is not None and local_name(root) == "worksheet":
            own = {kind: text for kind, place, text in names if place == index}
            hidden = _is_hidden(package, name)
            sheets.append(_Sheet(name, root, formats, strings).read(own, is_hidden=hidden))
            left_out += [(name, *one) for one in _left_out(root, package, part)]
    if not sheets:
        raise ValueError("no worksheet")
    usual = formats[0]
    font = (str(usual.get("font_name", USUAL_FONT)), _number(usual.get("font_size"), USUAL_SIZE))
    return TemplateBook(file, content, tuple(sheets), font, tuple(left_out))


_LEFT_OUT = {
    "conditionalFormatting": "条件付き書式",
    "dataValidations": "入力規則(ドロップダウンなど)",
    "hyperlinks": "リンク",
    "tableParts": "テーブル",
    "sheetProtection": "シートの保護",
}


def _left_out(root: Element, package: Package, part: str) -> Iterator[tuple[str, str]]:
    """Cells and name of what is on a sheet and does not come through."""
    for element in root:
        what = _LEFT_OUT.get(local_name(element))
        if what:
            areas = (one.get("sqref") or one.get("ref") for one in (element, *element))
            yield next((area for area in areas if area), ""), what
    if any(relation.type == "comments" for relation in package.relations(part).values()):
        yield "", "メモ"


def _number(value: object, usual: float) -> float:
    return float(value) if isinstance(value, int | float) else usual


def _is_hidden(package: Package, name: str) -> bool:
    root = package.xml(package.workbook_path)
    found = [e for e in (root.iter() if root is not None else ()) if local_name(e) == "sheet"]
    return any(e.get("name") == name and e.get("state", "visible") != "visible" for e in found)


def _defined_names(package: Package) -> Iterator[tuple[str, int, str]]:
    """Kind, sheet and text of the names by which sheets say how they print."""
    root = package.xml(package.workbook_path)
    for element in root.iter() if root is not None else ():
        if local_name(element) == "definedName" and element.get("localSheetId", "").isdecimal():
            kind = element.get("name", "").rpartition(".")[2]
            yield kind, int(element.get("localSheetId", "0")), element.text or ""


def _strings(package: Package) -> Sequence[str]:
    part = package.related_to_workbook("sharedStrings", "xl/sharedStrings.xml")
    return [_text(item) for item in package.children(part)]


def _text(item: Element) -> str:
    """A text, of a rich one all runs; furigana is no part of it."""
    parts = []
    for one in item:
        if local_name(one) == "t":
            parts.append(one.text or "")
        elif local_name(one) == "r":
            parts += [t.text or "" for t in one if local_name(t) == "t"]
    return decode_escapes("".join(parts)).replace("\r\n", "\n")


class _Sheet:
    """One worksheet's part, element by element."""

    def __init__(
        self, name: str, root: Element, formats: Sequence[CellFormat], strings: Sequence[str]
    ) -> None:
        self.name, self.formats, self.strings = name, formats, strings
        self.parts = {local_name(element): element for element in root}

    def read(self, names: dict[str, str], *, is_hidden: bool) -> TemplateSheet:
        widths, hidden = self._columns()
        shape, view = self._part("sheetFormatPr"), child(self._part("sheetViews"), "sheetView")
        view = Element("sheetView") if view is None else view
        titles = re.search(r"\$(\d+):\$(\d+)", names.get("Print_Titles", ""))
        shown = names.get("Print_Area", "").rpartition("!")[2].replace("$", "")
        printed = _area(shown) if shown else None
        frozen = child(view, "pane")
        colored = child(self._part("sheetPr"), "tabColor")
        return TemplateSheet(
            self.name,
            tuple(self._cells()),
            widths,
            float(shape.get("defaultColWidth", USUAL_WIDTH)),
            hidden,
            self._heights(),
            float(shape.get("defaultRowHeight", "15")),
            self._page(),
            (int(titles[1]) - 1, int(titles[2]) - 1) if titles else None,
            printed,
            _frozen(frozen) if frozen is not None else None,
            self._breaks(),
            is_hidden,
            view.get("showGridLines") == "0",
            f"#{colored.get('rgb', '')[-6:]}" if colored is not None and colored.get("rgb") else "",
            int(view.get("zoomScale", "100")),
        )

    def _part(self, name: str) -> Element:
        found = self.parts.get(name)
        return Element(name) if found is None else found

    def _columns(self) -> tuple[dict[int, float], frozenset[int]]:
        widths, hidden = {}, set()
        for told in self._part("cols"):
            first, last = int(told.get("min", "1")) - 1, int(told.get("max", "1"))
            for column in range(first, min(last, _MOST_COLUMNS)):
                if told.get("width"):
                    widths[column] = float(told.get("width", "0"))
                if told.get("hidden") in ("1", "true"):
                    hidden.add(column)
        return widths, frozenset(hidden)

    def _heights(self) -> dict[int, float]:
        return {
            int(row.get("r", "1")) - 1: float(row.get("ht", "15"))
            for row in self._part("sheetData")
            if row.get("ht") and row.get("customHeight") in ("1", "true")
        }

    def _cells(self) -> Iterator[TemplateCell]:
        joined = {}
        covered = set()
        for told in self._part("mergeCells"):
            area = _area(told.get("ref", ""))
            if area:
                joined[area[:2]] = area
                rows = range(area[0], min(area[2], _MOST_ROWS) + 1)
                columns = range(area[1], min(area[3], _MOST_COLUMNS) + 1)
                covered |= {(row, column) for row in rows for column in columns}
        for row in self._part("sheetData"):
            for element in row:
                place = place_of(element.get("r", ""))
                is_far = place[0] >= _MOST_ROWS or place[1] >= _MOST_COLUMNS
                if place[0] < 0 or is_far or (place in covered and place not in joined):
                    continue
                area = joined.get(place, (*place, *place))
                yield self._cell(element, area)

    def _cell(self, element: Element, area: Area) -> TemplateCell:
        number = element.get("s", "0")
        index = int(number) if number.isdecimal() else 0
        look = self.formats[index] if index < len(self.formats) else {}
        formula = child(element, "f")
        told = formula.text or "" if formula is not None else ""
        return TemplateCell(area, self._value(element), look, told)

    def _value(self, element: Element) -> str | float | bool | None:
        kind, value = element.get("t", "n"), child(element, "v")
        text = (value.text or "") if value is not None else ""
        if kind == "inlineStr":
            inline = child(element, "is")
            return _text(inline) if inline is not None else None
        if value is None or not text:
            return None
        match kind:
            case "s":
                place = int(text) if text.isdecimal() else -1
                return self.strings[place] if 0 <= place < len(self.strings) else None
            case "b":
                return text == "1"
            case "n":
                return float(text)
            case _:
                return decode_escapes(text)

    def _breaks(self) -> frozenset[int]:
        told = self._part("rowBreaks")
        return frozenset(int(one.get("id", "0")) - 1 for one in told if one.get("id"))

    def _page(self) -> PageSetUp:
        setup, margins = self._part("pageSetup"), self._part("pageMargins")
        options, words = self._part("printOptions"), self._part("headerFooter")
        fits = child(self._part("sheetPr"), "pageSetUpPr")
        is_fit = fits is not None and fits.get("fitToPage") in ("1", "true")
        usual = PageSetUp()
        sides = zip(("left", "right", "top", "bottom"), usual.margins, strict=True)
        left, right, top, bottom = (float(margins.get(side, own)) for side, own in sides)
        head, foot = (float(margins.get(side, 0.3)) for side in ("header", "footer"))
        wide, high = (int(setup.get(side, "1")) for side in ("fitToWidth", "fitToHeight"))
        header, footer = (child(words, name) for name in ("oddHeader", "oddFooter"))
        return PageSetUp(
            landscape=setup.get("orientation") == "landscape",
            paper=int(setup.get("paperSize", "9")),
            scale=int(setup.get("scale", "100")),
            fit=(wide, high) if is_fit else None,
            margins=(left, right, top, bottom),
            head_margins=(head, foot),
            header=(header.text or "") if header is not None else "",
            footer=(footer.text or "") if footer is not None else "",
            centered=(
                options.get("horizontalCentered") in ("1", "true"),
                options.get("verticalCentered") in ("1", "true"),
            ),
            gridlines=options.get("gridLines") in ("1", "true"),
        )


def _frozen(pane: Element) -> tuple[int, int] | None:
    if not pane.get("state", "").startswith("frozen"):
        return None
    return int(float(pane.get("ySplit", "0"))), int(float(pane.get("xSplit", "0")))


def _area(reference: str) -> Area | None:
    """`B5:C6` as an area; None where it is none."""
    first, _, last = reference.partition(":")
    start, end = place_of(first), place_of(last or first)
    return (*start, *end) if min(*start, *end) >= 0 else None
