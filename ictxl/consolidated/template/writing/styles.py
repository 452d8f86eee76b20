"""Formats of the published workbook, each made once from the properties that it has."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from ictxl.consolidated.styles import ALERT_GROUND, ALERT_INK
from ictxl.spreadsheets.xlsx.cell_formats import CellFormat

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
