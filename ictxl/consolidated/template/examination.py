"""Tell a published template from one that forms are made from, and check it for a plan: what is
wrong with it, each with its cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from ictxl import findings
from ictxl.consolidated.data.plan_sheet import SHEET_NAME as PLAN_SHEET
from ictxl.consolidated.data.sheet import REVIEW_SHEET
from ictxl.consolidated.data.sheet import SHEET_NAME as DATA_SHEET
from ictxl.consolidated.summary_sheet import SHEET_NAME as SUMMARY_SHEET
from ictxl.consolidated.template.geometry import measure, paper_room
from ictxl.consolidated.template.layout import Layout, Slot, indicator_rows, layouts_of, slots_of
from ictxl.consolidated.template.source import TemplateBook, read_book
from ictxl.consolidated.template.words.measure_words import NUMBER, TITLE
from ictxl.consolidated.template.words.told import Scope
from ictxl.consolidated.template.words.vocabulary import Vocabulary, vocabulary
from ictxl.consolidated.year_sheet import SHEET_NAME as YEAR_SHEET
from ictxl.contract import placeholders
from ictxl.contract.fields import CHECK_FIELD, LENGTH_FIELD, PREVIOUS
from ictxl.contract.placeholders import braced, listed, names_in
from ictxl.findings import Finding, FindingPlace
from ictxl.model import Plan
from ictxl.spreadsheets.cells import address
from ictxl.spreadsheets.xlsx.carry_drawings import losses

OWN_SHEETS = frozenset({DATA_SHEET, SUMMARY_SHEET, PLAN_SHEET, YEAR_SHEET, REVIEW_SHEET})
"""Names of the sheets that ictxl adds."""
_SMALLEST_LETTER = 4.0
"""Points of the smallest letter that can be read on paper."""
_FIXED = ("ゴシック", "gothic", "明朝", "mincho", "courier", "consolas", "mono")
_PROPORTIONAL = ("MS P", "HGP", "HGS", "BIZ UDP", "UD デジタル 教科書体 NP", "游", "YU", "メイリオ")


def check_book(book: TemplateBook, plan: Plan) -> tuple[Finding, ...]:
    """All that is wrong with the template, errors and warnings."""
    words = vocabulary(plan)
    sheets = [layouts_of(sheet, words) for sheet in book.sheets]
    first = [layouts[0] for layouts in sheets]
    found = [*_names(book, first, words), *_missing(book, first, words)]
    for layouts in sheets:
        for layout in layouts:
            found += _on_rows(book, layout)
        found += _fonts(book, layouts[0])
        found += _paper(book, layouts)
    return (*found, *_losses(book))


def _place(book: TemplateBook, layout: Layout, slot: Slot, value: str) -> FindingPlace:
    return {
        "file": book.file,
        "sheet": layout.sheet.name,
        "cell": address(slot.cell.row, slot.cell.column),
        "value": value,
    }


def _names(book: TemplateBook, layouts: list[Layout], words: Vocabulary) -> Iterator[Finding]:
    for layout in layouts:
        sheet = layout.sheet
        if sheet.name in OWN_SHEETS:
            yield findings.RESERVED_SHEET_NAME(file=book.file, sheet=sheet.name, value=sheet.name)
        rows = indicator_rows(sheet)
        for slot in layout.slots:
            on_row = words.on_row(is_of_indicators=slot.cell.row in rows)
            for name in names_in(slot.cell.text):
                if name not in on_row:
                    place = _place(book, layout, slot, braced(name))
                    yield findings.UNKNOWN_PLACEHOLDER.at(place, known=listed(words, name))
        # A sheet of its own has its measure in its head and foot too.
        most = Scope.MEASURE if layout.unit == Scope.SHEET else Scope.PLAN
        heads = [name for name, word in words.items() if word.scope <= most]
        for name in names_in(sheet.page.header + sheet.page.footer + sheet.name):
            if name not in heads:
                told = listed(heads, name)
                yield findings.UNKNOWN_PLACEHOLDER(
                    file=book.file, sheet=sheet.name, value=braced(name), known=told
                )


def _missing(book: TemplateBook, layouts: list[Layout], words: Vocabulary) -> Iterator[Finding]:
    wanted = {id(words[TITLE]), id(words[NUMBER])}
    named = any(id(name) in wanted for one in layouts for s in one.slots for name in s.names)
    if not named:
        sheet = next((one.sheet.name for one in layouts if one.block), book.sheets[0].name)
        yield findings.PLACEHOLDER_MISSING(file=book.file, sheet=sheet, missing=braced(TITLE))


def _on_rows(book: TemplateBook, layout: Layout) -> Iterator[Finding]:
    sheet = layout.sheet
    if layout.unit != Scope.SHEET:
        yield from _doubled(book, layout)
    for slot in layout.strays:
        yield findings.PLACEHOLDER_OUTSIDE_TABLE_ROWS.at(
            _place(book, layout, slot, slot.cell.text), row=layout.block.start + 1
        )
    for slot in layout.within(layout.block):
        if slot.names and not slot.format.get("rotation"):
            _, first, _, last = slot.cell.area
            widths = [sheet.width(column) for column in range(first, last + 1)]
            if any(widths) and measure(widths, slot.format, book.font).units < _ONE_LETTER:
                yield findings.COLUMN_TOO_NARROW(
                    file=book.file, sheet=sheet.name, cell=address(slot.cell.row, first)
                )


_ONE_LETTER = 2
"""Units."""


def _doubled(book: TemplateBook, layout: Layout) -> Iterator[Finding]:
    seen: dict[str, Slot] = {}
    for slot in layout.within(layout.block):
        for name in names_in(slot.cell.text) if slot.names else ():
            first = seen.setdefault(name, slot)
            if first is not slot:
                yield findings.DISPLAY_PLACEHOLDER_DUPLICATED.at(
                    _place(book, layout, slot, braced(name)),
                    first=address(first.cell.row, first.cell.column),
                )


def _fonts(book: TemplateBook, layout: Layout) -> Iterator[Finding]:
    """Each proportional font once, at the first cell that is filled in it."""
    told = set()
    for slot in layout.slots:
        font = str(slot.format.get("font_name", book.font[0]))
        if slot.scope >= Scope.AREA and font not in told and is_proportional(font):
            told.add(font)
            yield findings.PROPORTIONAL_FONT(
                file=book.file,
                sheet=layout.sheet.name,
                cell=address(slot.cell.row, slot.cell.column),
                what=font,
            )


def is_proportional(font: str) -> bool:
    """Whether letters of the font differ in width, as far as its name tells."""
    plain = unicodedata.normalize("NFKC", font)
    if plain.upper().startswith(_PROPORTIONAL):
        return True
    return not any(word in plain.lower() for word in _FIXED)


def _paper(book: TemplateBook, layouts: Sequence[Layout]) -> Iterator[Finding]:
    sheet = layouts[0].sheet
    widths = [sheet.width(column) for column in range(sheet.last_column + 1)]
    scale = paper_room(sheet, widths, book.font).scale
    sizes = [
        float(str(slot.format.get("font_size", book.font[1])))
        for layout in layouts
        for slot in layout.within(layout.block)
        if slot.names
    ]
    if sizes and min(sizes) * scale / 100 < _SMALLEST_LETTER:
        cell = address(layouts[0].block.start, sheet.last_column)
        yield findings.PAPER_TOO_NARROW(
            file=book.file, sheet=sheet.name, cell=cell, what=str(scale)
        )


def _losses(book: TemplateBook) -> Iterator[Finding]:
    for loss in losses(book.content):
        yield findings.NOT_CARRIED_INTO_TABLE(
            file=book.file, what=loss.what, advice=loss.advice, sheet=loss.sheet, cell=loss.cell
        )
    for name, cell, what in book.left_out:
        yield findings.NOT_CARRIED_INTO_TABLE(
            file=book.file, what=what, advice=_KEEP_OUT, sheet=name, cell=cell
        )


_KEEP_OUT = "ひな形から取り除くか、なくても困らないことを確かめてください。"


_OF_FORMS = frozenset(
    {
        *placeholders.LIST_BY_NAME,
        *(
            "提出期限",
            "問い合わせ先",
            placeholders.REMAINING,
            "施策数",
            "連絡事項",
            "指標点検",
        ),
        *(CHECK_FIELD.placeholder, LENGTH_FIELD.placeholder),
    }
)
"""Placeholders that only forms have."""


def is_published_template(path: Path, plan: Plan) -> bool:
    """Whether the published table is to be laid out by the file.

    A form's template has cells to write into, and placeholders that only forms have. Raises
    InputError where the file is no readable workbook.
    """
    book = read_book(path)
    names = set(_placeholders(book))
    if any(name in _OF_FORMS or name.startswith(PREVIOUS) for name in names):
        return False
    slots = [slot for sheet in book.sheets for slot in slots_of(sheet, vocabulary(plan))]
    repeated = [slot for slot in slots if slot.scope >= Scope.MEASURE]
    return bool(repeated) and not any(slot.format.get("locked") is False for slot in repeated)


def is_template_of_forms(path: Path) -> bool:
    """Whether so much of a form's template stands there that nothing else can be meant."""
    return len(_OF_FORMS.intersection(_placeholders(read_book(path)))) >= _SURELY


_SURELY = 3
"""Placeholders that only forms have; one or two may have slipped into a published template."""


def _placeholders(book: TemplateBook) -> Iterator[str]:
    for sheet in book.sheets:
        for cell in sheet.texts():
            yield from names_in(cell.text)
