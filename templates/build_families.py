"""Builds the published templates that `ictxl init --like` puts beside the plans of the families:
consolidated_indicators.xlsx (指標), consolidated_evaluation.xlsx (施策評価) and
consolidated_measure_sheets.xlsx (個票).

    python templates/build_families.py

Their looks are those of ictxl's own published template; a test keeps them in step with this script.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from copy import copy
from pathlib import Path

from build_consolidated import HEADING_GROUND, INK, LINE
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from sheet_looks import cell_font, filled

from ictxl.consolidated.template.published import family_template_path
from ictxl.form.package.packing import pack
from ictxl.text.row_height import BODY_FONT

SIZE = 10.5
A3, A4 = 8, 9
_INCH = 72

Column = tuple[str, str, float, bool]
"""Heading, placeholder, width, and whether it stands in the middle."""
INDICATORS: Sequence[Column] = (
    ("番号", "{項番}", 6, True),
    ("取組", "{施策名称}", 26, False),
    ("担当課", "{担当課一覧}", 18, False),
    ("指標", "{指標}", 26, False),
    ("基準値", "{基準値}", 12, False),
    ("目標値", "{目標値}", 12, False),
    ("実績値", "{実績値}", 12, False),
    ("達成率", "{達成率}", 11, False),
    ("達成状況", "{各課の達成状況}", 20, False),
    ("取組の実績", "{各課の取組の実績}", 34, False),
    ("遅れの理由と対応", "{各課の遅れの理由と対応}", 24, False),
)
EVALUATION: Sequence[Column] = (
    ("番号", "{項番}", 6, True),
    ("事業名", "{施策名称}", 22, False),
    ("事業内容", "{事業内容}", 26, False),
    ("担当課", "{担当課}", 16, False),
    ("実績", "{実績}", 36, False),
    ("評価", "{評価}", 6, True),
    ("評価の理由", "{評価の理由}", 20, False),
    ("課題", "{課題}", 20, False),
    ("今後の方針", "{今後の方針}", 11, True),
    ("二次評価", "{二次評価}", 9, True),
    ("二次評価の意見", "{二次評価の意見}", 26, False),
)


def build_indicators() -> bytes:
    return _table("指標の実績", ["{基本方針}"], INDICATORS)


def build_evaluation() -> bytes:
    return _table("評価結果", ["{基本目標}", "{施策の方向}"], EVALUATION)


def _book(name: str) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    book._fonts[0] = Font(name=BODY_FONT, sz=SIZE, family=3, charset=128)
    book._named_styles["Normal"].font = book._fonts[0]
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    sheet.sheet_view.showGridLines = False
    return book, sheet


def _packed(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    content = target.getvalue()
    return pack(content, content, title="集約表のひな形", keywords="", modified="")


def _lines() -> Border:
    side = Side(style="thin", color=LINE)
    return Border(left=side, right=side, top=side, bottom=side)


def _put(
    sheet: Worksheet,
    area: str,
    text: str,
    *,
    bold: bool = False,
    size: float = SIZE,
    is_head: bool = False,
    has_lines: bool = True,
    across: str | None = None,
) -> None:
    """One cell, or several joined."""
    font = cell_font(size, bold=bold or is_head, color=INK)
    middle = "center" if is_head else across
    indent = 1 if has_lines and middle != "center" else 0
    align = Alignment(
        horizontal=middle or ("left" if indent else None),
        vertical="center" if is_head or size > SIZE else "top",
        wrap_text=True,
        indent=indent,
    )
    for row in sheet[area] if ":" in area else ((sheet[area],),):
        for cell in row:
            cell.font, cell.alignment = font, align
            if has_lines:
                cell.border = _lines()
            if is_head:
                cell.fill = filled(HEADING_GROUND)
    first = area.partition(":")[0]
    sheet[first].value = text or None
    if ":" in area:
        sheet.merge_cells(area)


def _table(name: str, bands: Sequence[str], columns: Sequence[Column]) -> bytes:
    """Title, headings, the names of areas, a prototype row and 【凡例】."""
    book, sheet = _book(name)
    last = get_column_letter(len(columns))
    title = "{計画名} {年度} " + name
    _put(sheet, f"A1:{last}1", title, bold=True, size=14, has_lines=False)
    _put(sheet, f"A2:{last}2", "作成日: {作成日}", has_lines=False, across="right")
    heading, body = 3, 4 + len(bands)
    for number, text in enumerate(bands):
        row = 4 + number
        _put(sheet, f"A{row}:{last}{row}", text, bold=True)
        _center(sheet, f"A{row}")
    for number, (head, placeholder, width, is_middle) in enumerate(columns, 1):
        letter = get_column_letter(number)
        _put(sheet, f"{letter}{heading}", head, is_head=True)
        is_title = placeholder == "{施策名称}"
        across = "center" if is_middle else None
        _put(sheet, f"{letter}{body}", placeholder, bold=is_title, across=across)
        sheet.column_dimensions[letter].width = width + 0.71
    _legend(sheet, body + 2, len(columns))
    sheet.freeze_panes = f"A{heading + 1}"
    sheet.print_title_rows = f"{heading}:{heading}"
    _set_up(sheet, A3, landscape=True)
    return _packed(book)


def _legend(sheet: Worksheet, row: int, count: int) -> None:
    letters = [get_column_letter(n) for n in (1, 4, 5, 8, 9, count)]
    _put(sheet, f"A{row}:{letters[-1]}{row}", "【凡例】", bold=True, has_lines=False)
    for number in range(3):
        first, last = letters[number * 2], letters[number * 2 + 1]
        head = f"{first}{row + 1}:{last}{row + 1}"
        _put(sheet, head, f"{{凡例見出し{number + 1}}}", is_head=True)
        _put(sheet, f"{first}{row + 2}:{last}{row + 2}", f"{{凡例{number + 1}}}")


def _set_up(sheet: Worksheet, paper: int, *, landscape: bool) -> None:
    sheet.page_setup.paperSize = paper
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    margins = sheet.page_margins
    margins.left = margins.right = 28.8 / _INCH
    margins.top, margins.bottom = 36 / _INCH, 43.2 / _INCH
    margins.header = margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "&P / &N"


# (label, what stands beside it, least height in points)
_SHEET_ROWS = (
    ("基本目標", "{基本目標}", 20.0),
    ("基本施策", "{基本施策}", 20.0),
    ("個別施策", "{項番} {施策名称}", 24.0),
    ("目標", "{目標}", 36.0),
    ("事業の概要", "{事業の概要}", 36.0),
    ("担当課", "{担当課一覧}", 20.0),
)
_ONE_LINE = 24.0
"""Points of rows that hold one line mostly."""
_SHEET_ANSWERS = (
    ("取組の実績と効果", "{取組の実績と効果}", 96.0),
    ("課題", "{課題}", 60.0),
    ("今後の取組", "{今後の取組}", 60.0),
)


def build_measure_sheets() -> bytes:
    """One measure on a sheet of A4: what it is, its indicators, what was done, how it is rated."""
    book, sheet = _book("{施策番号}")
    for letter, width in zip("ABCDEF", (18, 15, 15, 15, 15, 15), strict=True):
        sheet.column_dimensions[letter].width = width + 0.71
    _put(sheet, "A1:D1", "{計画名} 評価票", bold=True, size=14, has_lines=False)
    _put(sheet, "E1:F1", "{年度}", has_lines=False, across="right")
    sheet.row_dimensions[1].height = 30
    row = 2
    for label, text, height in _SHEET_ROWS:
        row = _labelled(sheet, row, label, text, height)
    for column, head in zip("ACDEF", ("指標", "基準値", "目標値", "実績値", "達成率"), strict=True):
        _put(sheet, f"A{row}:B{row}" if column == "A" else f"{column}{row}", head, is_head=True)
    _put(sheet, f"A{row + 1}:B{row + 1}", "{指標}")
    _center(sheet, f"A{row + 1}")
    for column, name in zip("CDEF", ("基準値", "目標値", "実績値", "達成率"), strict=True):
        _put(sheet, f"{column}{row + 1}", f"{{{name}}}", across="center")
        _center(sheet, f"{column}{row + 1}")
    row += 2
    for label, text, height in _SHEET_ANSWERS:
        row = _labelled(sheet, row, label, text, height)
    for name, label, beside in (
        ("決算額", f"A{row}", f"B{row}"),
        ("有効性", f"C{row}", f"D{row}"),
        ("効率性", f"E{row}", f"F{row}"),
        ("総合評価", f"A{row + 1}", f"B{row + 1}"),
        ("二次評価", f"C{row + 1}", f"D{row + 1}:F{row + 1}"),
    ):
        _put(sheet, label, name, is_head=True)
        _put(sheet, beside, f"{{{name}}}", bold="評価" in name, across="center")
        _center(sheet, beside.partition(":")[0])
    row += 2
    _labelled(sheet, row, "二次評価の意見", "{二次評価の意見}", 40.0)
    _set_up(sheet, A4, landscape=False)
    sheet.oddFooter.center.text = "{項番} {施策名称}  &P / &N"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    return _packed(book)


def _center(sheet: Worksheet, cell: str) -> None:
    """A line stands in the middle of its row."""
    alignment = copy(sheet[cell].alignment)
    alignment.vertical = "center"
    sheet[cell].alignment = alignment


def _labelled(sheet: Worksheet, row: int, label: str, text: str, height: float) -> int:
    """A label with what it names; the next row."""
    _put(sheet, f"A{row}", label, is_head=True)
    _put(sheet, f"B{row}:F{row}", text, bold=text.endswith("{施策名称}"))
    if height <= _ONE_LINE:
        _center(sheet, f"B{row}")
    sheet.row_dimensions[row].height = height
    return row + 1


BUILDERS: dict[str, Callable[[], bytes]] = {
    "指標": build_indicators,
    "施策評価": build_evaluation,
    "個票": build_measure_sheets,
}


def main() -> None:
    for word, build in BUILDERS.items():
        target = Path(__file__).parent / family_template_path(word).name
        target.write_bytes(build())


if __name__ == "__main__":
    main()
