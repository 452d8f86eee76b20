"""A template as it was read out of its package: sheets as plain data, with their page set-up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element

from ictxl.errors import InputError
from ictxl.files.raw_file import template_bytes
from ictxl.spreadsheets.cells import place_of
from ictxl.spreadsheets.errors import BrokenPartError, UnreadableError
from ictxl.spreadsheets.xlsx.cell_formats import CellFormat, cell_formats, child
from ictxl.spreadsheets.xlsx.package import Package
from ictxl.spreadsheets.xml_parts import local_name
from ictxl.text.clean import decode_escapes

USUAL_WIDTH = 8.43
"""Of a column that says none, in digits of the usual font (ECMA-376 part 1, 18.3.1.81)."""
USUAL_FONT, USUAL_SIZE = "Calibri", 11.0
Area = tuple[int, int, int, int]
"""First row and column, last row and column; all count from 0."""


@dataclass(frozen=True)
class TemplateCell:
    """One cell that holds something or has a look; a joined one whole."""

    area: Area
    value: str | float | bool | None
    format: CellFormat
    formula: str = ""

    @property
    def row(self) -> int:
        return self.area[0]

    @property
    def column(self) -> int:
        return self.area[1]

    @property
    def text(self) -> str:
        """What placeholders may stand in."""
        return self.value if isinstance(self.value, str) and not self.formula else ""


@dataclass(frozen=True)
class PageSetUp:
    """How a sheet prints. Lengths in inches."""

    landscape: bool = False
    paper: int = 9
    scale: int = 100
    fit: tuple[int, int] | None = None
    """Pages wide and high, 0 for any; None where the scale counts."""
    margins: tuple[float, float, float, float] = (0.7, 0.7, 0.75, 0.75)
    """Left, right, top, bottom."""
    head_margins: tuple[float, float] = (0.3, 0.3)
    header: str = ""
    footer: str = ""
    centered: tuple[bool, bool] = (False, False)
    """Across and down."""
    gridlines: bool = False


@dataclass(frozen=True)
class TemplateSheet:
    """One sheet of a template. Rows and columns count from 0."""

    name: str
    cells: tuple[TemplateCell, ...]
    widths: Mapping[int, float] = field(default_factory=dict)
    usual_width: float = USUAL_WIDTH
    hidden_columns: frozenset[int] = frozenset()
    heights: Mapping[int, float] = field(default_factory=dict)
    """Points of the rows that say their height."""
    usual_height: float = 15.0
    page: PageSetUp = PageSetUp()
    titles: tuple[int, int] | None = None
    """First and last of the rows that every page repeats."""
    print_area: Area | None = None
    frozen: tuple[int, int] | None = None
    """Rows and columns that stay in sight."""
    breaks: frozenset[int] = frozenset()
    """Rows below which a page ends."""
    is_hidden: bool = False
    hides_gridlines: bool = False
    tab_color: str = ""
    zoom: int = 100

    @cached_property
    def rows(self) -> Mapping[int, Sequence[TemplateCell]]:
        """The cells by the row in which they begin."""
        found: dict[int, list[TemplateCell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        return found

    @cached_property
    def last_column(self) -> int:
        """The last column that holds something or is joined with one that does."""
        told = [cell.area[3] for cell in self.cells]
        if self.print_area:
            told.append(self.print_area[3])
        return max(told, default=0)

    @cached_property
    def last_row(self) -> int:
        return max((cell.area[2] for cell in self.cells), default=-1)

    def width(self, column: int) -> float:
        """In digits of the usual font; 0 of a hidden column."""
        if column in self.hidden_columns:
            return 0.0
        return self.widths.get(column, self.usual_width)

    def texts(self) -> Iterator[TemplateCell]:
        return (cell for cell in self.cells if cell.text)


@dataclass(frozen=True)
class TemplateBook:
    """A template as it was read."""

    file: str
    content: bytes = field(repr=False)
    sheets: tuple[TemplateSheet, ...]
    font: tuple[str, float]
    """Name and size of the usual font, in whose digits widths are counted."""
    left_out: tuple[tuple[str, str, str], ...] = ()
    """Sheet, cells and name of what is not carried into the published workbook."""


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
