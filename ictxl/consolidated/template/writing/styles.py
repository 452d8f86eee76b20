"""Formats of the published workbook, each made once from the properties that it has, and pieces of
a page written in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ictxl.consolidated.styles import ALERT_GROUND, ALERT_INK, merge, merge_text
from ictxl.consolidated.template.columns import Place
from ictxl.consolidated.template.geometry import split_height
from ictxl.consolidated.template.units import Piece, PrintedText
from ictxl.consolidated.template.words.told import Told
from ictxl.spreadsheets.xlsx.cell_formats import CellFormat
from ictxl.spreadsheets.xlsx.cell_writer import Fragment, write_fragments
from ictxl.text.linebreak import text_units
from ictxl.text.row_height import MAX_ROW_HEIGHT

HEAD: CellFormat = {"bold": True}
ALERT: CellFormat = {"bold": True, "font_color": ALERT_INK}
_GROUND = ("pattern", "fg_color", "bg_color")
_FONT = (
    *("font_name", "font_size", "font_color", "bold", "italic", "underline"),
    *("font_strikeout", "font_script"),
)


class TemplateStyles:
    """A template's formats in the workbook that is written."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[frozenset[tuple[str, object]], Format] = {}
        self._by_look: dict[tuple[int, bool, str, int], Format] = {}
        self._fonts: dict[tuple[int, int], Format] = {}
        self._kept: list[CellFormat] = []

    def of(
        self,
        look: CellFormat,
        *,
        is_open: bool = False,
        number_format: str = "",
        change: CellFormat | None = None,
    ) -> Format:
        """The look; where something is missing on the ground that tells so."""
        key = (id(look), is_open, number_format, id(change))
        made = self._by_look.get(key)
        if made is None:
            self._kept.append(look)  # so that its id stays its own
            properties = {**look, **(change or {})}
            if is_open:
                properties = {k: v for k, v in properties.items() if k not in _GROUND}
                properties["bg_color"] = ALERT_GROUND
            if number_format and "num_format" not in properties:
                properties["num_format"] = number_format
            made = self._by_look[key] = self.get(properties)
        return made

    def get(self, properties: Mapping[str, object]) -> Format:
        """The format with just these properties."""
        key = frozenset(properties.items())
        if key not in self._made:
            self._made[key] = self._workbook.add_format(dict(properties))
        return self._made[key]

    def font(self, look: CellFormat, change: CellFormat) -> Format:
        """The font alone, changed so: for a run of a text."""
        key = (id(look), id(change))
        if key not in self._fonts:
            self._kept.append(look)
            own = {name: value for name, value in look.items() if name in _FONT}
            self._fonts[key] = self.get({**own, **change})
        return self._fonts[key]


class PieceWriter:
    """Writes on one sheet, from its first row on."""

    def __init__(self, sheet: Worksheet, styles: TemplateStyles, widths: Sequence[float]) -> None:
        self.sheet, self.styles = sheet, styles
        for column, width in enumerate(widths):
            pixels = width * sheet.max_digit_width
            sheet.set_column_pixels(column, column, pixels or None, None, {"hidden": not width})
        self.row = 0
        """The next one."""

    def write(self, piece: Piece) -> None:
        starts = [self.row]
        for height in piece.heights:
            self._add_rows(height)
            starts.append(self.row)
        for text in piece.texts:
            self._write_cell(text, starts[text.first], starts[text.last + 1] - 1)

    def _add_rows(self, height: float) -> None:
        for part in split_height(height, MAX_ROW_HEIGHT):
            self.sheet.set_row(self.row, part)
            self.row += 1

    def _write_cell(self, text: PrintedText, first: int, last: int) -> None:
        place, told = text.place, text.told
        look = place.slot.format
        is_whole = text.end - text.start == len(told.text)
        # Paper shows a number that is wider than its column as ###; as a text it goes on below.
        is_number = told.number is not None and is_whole and _fits(told, place)
        code = told.number_format if is_number else ""
        style = self.styles.of(look, is_open=told.is_open, number_format=code)
        start, end = (first, place.column), (last, place.last_column)
        if is_number:
            merge(self.sheet, start, end, style)
            self.sheet.write(*start, told.number, style)
        elif told.heads:
            self._write_heads(text, start, end)
        else:
            merge_text(self.sheet, start, end, text.text, style)

    def _write_heads(self, text: PrintedText, start: tuple[int, int], end: tuple[int, int]) -> None:
        """A text whose heads stand out, what is missing in red too."""
        look, told = text.place.slot.format, text.told
        runs = list(_runs(told, text.start, text.end))
        # Excel has no rich text of a single run: there the cell itself is in the run's font.
        alone = runs[0][0] if len(runs) == 1 else None
        style = self.styles.of(look, is_open=told.is_open, change=alone)
        merge(self.sheet, start, end, style)
        fragments: list[Fragment] = [
            (self.styles.font(look, change) if change else None, part) for change, part in runs
        ]
        write_fragments(self.sheet, *start, fragments, style)


def _fits(told: Told, place: Place) -> bool:
    """Whether the number, as its format shows it, has room in its column."""
    text, code = told.text, told.number_format
    whole = sum(letter.isdecimal() for letter in text.partition(".")[0])
    commas = (whole - 1) // 3 if "," in code and "," not in text else 0
    decimals = 2 if ".0" in code and "." not in text else 0
    return text_units(text) + commas + decimals <= place.measure.units


def _runs(told: Told, start: int, end: int) -> Iterator[tuple[CellFormat | None, str]]:
    """The part of the text in runs, each with what its font has besides."""
    # Begun at the first head that stands in the part: a measure may have thousands.
    place = start
    first = bisect_right([head[1] for head in told.heads], start)
    for begin, stop, is_open in told.heads[first:]:
        if begin >= end:
            break
        if begin > place:
            yield None, told.text[place:begin]
        head = told.text[max(begin, start) : min(stop, end)]
        if head:
            yield ALERT if is_open else HEAD, head
        place = min(stop, end)
    if place < end:
        yield None, told.text[place:end]
