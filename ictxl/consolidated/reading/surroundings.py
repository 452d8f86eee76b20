"""Read what stands around a table: 計画名, 年度, 作成日, and a 基本施策 above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ictxl import findings
from ictxl.consolidated.reading.areas import Label, read_labels
from ictxl.consolidated.reading.heading_rows import Head
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.legends import Region
from ictxl.consolidated.reading.numbers import area_labels
from ictxl.consolidated.reading.source_cells import CellSpot, TableBook, TableSheet
from ictxl.errors import InputError
from ictxl.text.clean import fold_name, trim
from ictxl.text.era import fiscal_year_label, read_fiscal_year
from ictxl.text.punctuation import COLONS

_DATE = re.compile(rf"作成日?\s*+[{COLONS}]?\s*+(.*)")
_YEAR = re.compile(
    r"(?:大正|昭和|平成|令和|[HR])(?:[0-9]{1,2}|元)(?:\((?:平成|令和)元\))?年度|[0-9]{4}年度"
)
NO_ROW = -1
"""Of a text that stands in no cell."""


@dataclass(frozen=True)
class Surroundings:
    """A file's sheets with where their tables and legends are."""

    book: TableBook
    heads: Mapping[str, Sequence[Head]]
    legends: Mapping[str, Sequence[Region]]
    notes: Notes

    @property
    def sheets(self) -> list[TableSheet]:
        """Those with a table."""
        return [sheet for sheet in self.book.sheets if self.heads[sheet.name]]

    def above(self, sheet: TableSheet) -> list[CellSpot]:
        """What stands above the sheet's first table."""
        first = self.heads[sheet.name][0].first
        spots = [spot for row in range(first) for spot in sheet.spots(row)]
        return [s for s in spots if not any(s in region for region in self.legends[sheet.name])]

    def outer_labels(self) -> dict[str, Label]:
        """基本施策 that stand above a sheet's table, or in the sheet's name."""
        found = {}
        for sheet in self.sheets:
            above = [spot for spot in self.above(sheet) if _is_label(spot.text)]
            named = [CellSpot(sheet.name, NO_ROW, 0, sheet.name)] if _is_label(sheet.name) else []
            if above or named:
                self.notes.use(above[:1])
                found[sheet.name] = read_labels((above or named)[:1], Notes(""))[0]
        return found

    def year(self, wanted: int | None) -> tuple[int, str]:
        """The fiscal year and its name; InputError where neither the file nor `wanted` says it."""
        found = next(iter(self._years()), None)
        if wanted is not None and (found is None or found[0] != wanted):
            return wanted, fiscal_year_label(wanted)
        if found is None:
            raise InputError(
                f"「{self.book.path}」の年度がわかりません。",
                "--year に西暦を指定してください(例: --year 2019)。",
                self.notes.found,
            )
        return found

    def _years(self) -> list[tuple[int, str]]:
        """Those of the headings, which must agree; else those of the lines above."""
        found: list[tuple[int, str]] = []
        for head in (head for sheet in self.sheets for head in self.heads[sheet.name]):
            year = read_fiscal_year(head.year_label)
            if year is None or head.progress is None:
                continue
            if found and year != found[0][0]:
                label = head.year_label
                self.notes.at(
                    head.progress, findings.FISCAL_YEARS_DIFFER, value=label, read_as=found[0][1]
                )
            found.append((year, head.year_label))
        return found or list(self._years_above())

    def _years_above(self) -> Iterator[tuple[int, str]]:
        for spot in (spot for sheet in self.sheets for spot in self.above(sheet)):
            for word in _YEAR.findall(fold_name(spot.text)):
                if year := read_fiscal_year(word):
                    yield year, word

    def title(self, wanted: str, year_label: str) -> str:
        """計画名: as wanted, else from the line above the first table."""
        names: list[str] = []
        for spot in (spot for sheet in self.sheets for spot in self.above(sheet)):
            if _is_label(spot.text):
                # A 基本施策 above its table is no name of the plan.
                continue
            name = _plan_name(spot.text, year_label)
            if _YEAR.fullmatch(fold_name(name)):
                # Another year than the table's is no name of a plan, and not to be passed over.
                continue
            known = [fold_name(n) for n in names]
            if spot.place in self.notes.used or (name and names and fold_name(name) not in known):
                continue
            if wanted and name:
                self.notes.at(spot, findings.PLAN_TITLE_GIVEN, read_as=wanted)
            elif name and _AS_OF.search(spot.text):
                self.notes.at(spot, findings.TITLE_LINE_READ, read_as=name)
            self.notes.use([spot])
            self.notes.use_plain([spot])
            names += [name] if name else []
        if not wanted and not names:
            stem = self.book.path.stem
            self.notes.on(self.sheets[0].name, findings.PLAN_TITLE_UNKNOWN, read_as=stem)
            return stem
        return wanted or names[0]

    def compiled_on(self) -> str:
        """作成日; empty where the file does not tell."""
        dates = ""
        for spot in (spot for sheet in self.sheets for spot in self.above(sheet)):
            if match := _DATE.fullmatch(spot.text):
                self.notes.use([spot])
                dates = dates or trim(match[1])
                if trim(match[1]) == dates:
                    self.notes.use_plain([spot])
        return dates


def _is_label(text: str) -> bool:
    labels = area_labels(text)
    return bool(labels) and labels[0][0] == 0 and not text[:1].isdecimal()


def _plan_name(text: str, year_label: str) -> str:
    """`情報化計画 令和元年度 進捗状況` → 情報化計画; empty for a line that names no plan."""
    # The year as written, with the blanks and widths that folding takes away.
    loose = r"\s*".join(_either_width(char) for char in fold_name(year_label))
    text = _AS_OF.sub(_year_alone, text)
    name = re.sub(loose, " ", text) if loose else text
    return trim(re.sub(_SUBJECT, "", trim(name)))


_AS_OF = re.compile(r"[(\uff08]([^()\uff08\uff09\s]{2,20}年度)末?(?:現在|時点)[)\uff09]")
"""(令和7年度末現在)"""


def _year_alone(match: re.Match[str]) -> str:
    return match[1]


_SUBJECT = re.compile(r"の?(?<!\s)\s*進捗\s*状況(\s*+(一覧|調査)?表?)?(について)?\s*+$")
_TO_FULL_WIDTH = 0xFEE0


def _either_width(char: str) -> str:
    if not char.isascii():
        return re.escape(char)
    return f"[{re.escape(char)}{chr(ord(char) + _TO_FULL_WIDTH)}]"
