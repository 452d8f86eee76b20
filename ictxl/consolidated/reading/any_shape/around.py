"""What stands around the tables: 計画名, 年度, areas, departments, legends and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ictxl import findings
from ictxl.consolidated.reading.any_shape.explained import (
    Explained,
    is_legend,
    pair_of_cells,
    pairs_in,
)
from ictxl.consolidated.reading.any_shape.headings.meanings import (
    Family,
    family_of,
    is_title_word,
    stem,
)
from ictxl.consolidated.reading.any_shape.labels import read_label
from ictxl.consolidated.reading.any_shape.records import Step
from ictxl.consolidated.reading.any_shape.rows import Bands, enter_band
from ictxl.consolidated.reading.any_shape.values import (
    bare_words,
    is_code,
    is_department,
    is_nothing,
)
from ictxl.consolidated.reading.any_shape.years import FoundYear, era_of_text, years_in
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.text.clean import fold_name, trim
from ictxl.text.punctuation import COLONS

_DATE = re.compile(rf"(?:作成日?|時点|基準日)\s*+[{COLONS}]?\s*+(.+)")
_PLAN_WORDS = re.compile("計画|プラン|ビジョン|戦略|大綱|指針|方針|プログラム")
_PLAN_ALONE = re.compile(r"[^\s。]{2,30}(?:計画|プラン|ビジョン|戦略|大綱)")
_PAPER_WORDS = re.compile(
    "進捗|進ちょく|評価|実績|状況|一覧|調書|シート|報告|結果|点検|管理表|取組表|棚卸"
)
_NOTE = re.compile(r"[※*＊・]|\(?注\)?|備考|凡例|[(（]単位|単位|資料|出典|[(（].*[)）]$")
_SUBJECT = re.compile(
    r"(?:進捗|進ちょく)[\s\u3000]{0,3}(?:状況)?(?:報告書|の?一覧|調査|管理)?表?(?:について)?$"
)
_UNIT = re.compile(
    rf"[(（]?(?:金額の?)?単位[{COLONS}][\s\u3000]{{0,3}}([千万億百十]{{0,2}}円)[)）]?"
)
_CHARGE = re.compile(
    rf"(?:主?担当|所管|所属|主管)(?:課|部署|部局|室)?(?:名)?[\s\u3000]*[{COLONS}][\s\u3000]*(.+)"
)


@dataclass
class Around:
    """What was found beside the tables of a file."""

    notes: Notes
    explained: Explained = field(default_factory=Explained)
    titles: list[tuple[str, CellSpot]] = field(default_factory=list)
    """計画名 as cut from the lines above, with the cell."""
    years: list[FoundYear] = field(default_factory=list)
    compiled_on: str = ""
    has_year_of_title: bool = False
    era: str = ""
    money_unit: str = ""
    """千円, where a line says that it is that of all money."""

    covers: list[tuple[str, CellSpot]] = field(default_factory=list)
    """計画名 on sheets without a table."""

    def note_cover(self, spot: CellSpot) -> None:
        is_name = bool(_PLAN_ALONE.fullmatch(trim(spot.text)))
        if (is_name or _is_title(spot)) and (title := cut_title(spot.text)[0]):
            self.covers.append((title, spot))

    @property
    def year(self) -> int | None:
        return self.years[0].year if self.years else None


def note_years(around: Around, spots: Sequence[CellSpot]) -> None:
    """The years that the lines above a table name: needed before its columns are read."""
    for spot in spots:
        if _DATE.match(spot.text) or (read_label(spot.text) and not _is_title(spot)):
            continue
        around.era = around.era or era_of_text(spot.text)
        found = _single_years(spot.text, years_in(spot.text, around.era))
        found = [one for one in found if not one.month or _tells_the_year(one, spot.text)]
        done = [one for one in found if not _PLANNED.match(spot.text, one.end)]
        if found:
            year = (done or found)[-1]
            # The plan's own line goes before 令和6年度第1回委員会.
            place = 0 if _is_title(spot) and not around.has_year_of_title else len(around.years)
            around.years.insert(place, year)
            around.has_year_of_title |= _is_title(spot)


def _single_years(text: str, found: Sequence[FoundYear]) -> list[FoundYear]:
    """Without those of a period such as 令和3年度~7年度: how long a plan runs."""
    inside: set[int] = set()
    for place, (one, other) in enumerate(pairwise(found)):
        between = text[one.end : other.start]
        if len(between) <= _BETWEEN and any(sign in between for sign in _TO):
            inside |= {place, place + 1}
    return [one for place, one in enumerate(found) if place not in inside]


_PLANNED = re.compile(r".{0,4}(?:計画|予定|予算|目標)")
"""Behind a year that is yet to come: 令和5年度実績及び令和6年度事業計画."""


def _tells_the_year(date: FoundYear, text: str) -> bool:
    """Of a date, only that at which things stood; in spring it may be the year before's report."""
    is_standing = text[date.end :].startswith(("末", "現在", "時点"))
    return is_standing and date.month not in _SPRING


_SPRING = (4, 5, 6)
_BETWEEN = 4
_TO = "~〜～-－–—から"


@dataclass
class SheetHead:
    """What the lines above a table say of its measures."""

    bands: Bands
    charge: str = ""
    sections: frozenset[str] = frozenset()
    """Signs with which lines begin that part a table into sections: 【."""
    has_title: bool = False
    """Whether a line above the table reads as the plan's name."""


def read_above(around: Around, rows: Sequence[Sequence[CellSpot]], head: SheetHead) -> None:
    """Give each text above a table its place, or list it."""
    head.has_title = any(_is_title(spot) for spots in rows for spot in spots)
    for spots in rows:
        waiting = [spot for spot in spots if not is_nothing(spot.text)]
        number: list[CellSpot] = []
        while waiting:
            spot = waiting.pop(0)
            if waiting and is_title_word(spot.text) and not family_of(waiting[0].text):
                _enter_area(around, spot, waiting.pop(0), number, head)
                continue
            if waiting and family_of(spot.text) is Family.NUMBER and is_code(waiting[0].text):
                number = [spot, waiting.pop(0)]
                continue
            if (
                waiting
                and family_of(spot.text) is Family.DEPARTMENT
                and not is_department_name(spot)
            ):
                value = waiting.pop(0)
                head.charge = trim(value.text)
                around.notes.use([value])
                said = f"{spot.text} {value.text}"
                around.notes.at(spot, findings.SHEET_DEPARTMENT, read_as=head.charge, value=said)
                continue
            _line(around, spot, head)


def _enter_area(
    around: Around, label: CellSpot, value: CellSpot, number: Sequence[CellSpot], head: SheetHead
) -> None:
    """施策名 and its name above a table of works: the area that they belong to."""
    written = f"{number[1].text} {value.text}" if number else value.text
    level = stem(label.text)
    head.bands.enter(Step(level, read_label(written), value, level))
    around.notes.use([value, *number[1:]])
    for spot in (*number[:1], label):
        around.notes.at(
            spot, findings.HEADING_READ_AS, heading=spot.text, read_as=f"階層「{level}」"
        )


def is_department_name(spot: CellSpot) -> bool:
    """Whether a cell names a department, and is not the heading 担当課 itself."""
    return is_department(spot.text) and family_of(spot.text) is not Family.DEPARTMENT


def _line(around: Around, spot: CellSpot, head: SheetHead) -> None:
    text = spot.text
    if match := _DATE.fullmatch(text):
        around.compiled_on = around.compiled_on or trim(match[1])
        around.notes.use([spot])
        if trim(match[1]) == around.compiled_on:
            around.notes.use_plain([spot])
    elif match := _CHARGE.fullmatch(text):
        named = [piece for piece in match[1].split() if is_department(piece)]
        head.charge = " ".join(named) or trim(match[1])
        around.notes.at(spot, findings.SHEET_DEPARTMENT, read_as=head.charge)
    elif match := _UNIT.fullmatch(text):
        around.money_unit = match[1]
        around.notes.at(spot, findings.NOTE_LISTED)
    elif is_legend(text):
        around.explained.add(pairs_in(text))
        around.notes.at(spot, findings.NOTE_LISTED)
    elif _is_title(spot) and _take_title(around, spot, head):
        pass
    elif (read_label(text) is not None and not _NOTE.match(text)) or (
        text[:1] in head.sections and not (is_department(text) or years_in(text))
    ):
        enter_band(head.bands, spot)
        around.notes.use([spot])
    elif is_department(text) and not years_in(text):
        head.charge = bare_words(text)
        around.notes.at(spot, findings.SHEET_DEPARTMENT, read_as=head.charge)
    elif (
        not (around.titles or head.has_title) and not _NOTE.match(text) and not _is_year_alone(text)
    ):
        _take_title(around, spot, head)
    else:
        around.notes.at(spot, findings.NOTE_LISTED)


def _is_year_alone(text: str) -> bool:
    rest = text
    for one in reversed(years_in(text)):
        rest = rest[: one.start] + rest[one.end :]
    return bool(years_in(text)) and len(trim(rest)) <= _SHORT


_SHORT = 2


def _is_title(spot: CellSpot) -> bool:
    text = spot.text
    if len(text) > _LONGEST_TITLE or "。" in text:
        return False
    has_year = bool(years_in(text))
    is_paper = bool(_PAPER_WORDS.search(text))
    if read_label(text) is not None:
        return has_year and is_paper
    return (
        (has_year and bool(_PLAN_WORDS.search(text) or is_paper))
        or (bool(_PLAN_WORDS.search(text)) and is_paper)
        or (spot.row == 0 and spot.column == 0 and bool(_PLAN_WORDS.search(text)))
    )


_LONGEST_TITLE = 100


def _take_title(around: Around, spot: CellSpot, head: SheetHead) -> bool:
    """Note the plan's name, and a department in the line; False where another name is known."""
    title, charge = cut_title(spot.text)
    known = [fold_name(one) for one, _ in around.titles]
    if known and fold_name(title) not in known and title:
        return False
    if charge:
        head.charge = charge
    elif not (title or known):
        around.notes.at(spot, findings.NOTE_LISTED)
        return True
    if title and not known:
        around.titles.append((title, spot))
    if trim(title) == trim(spot.text):
        around.notes.use([spot])
    else:
        around.notes.at(
            spot,
            findings.TITLE_LINE_READ,
            read_as=title or around.titles[0][0] if known or title else "",
        )
    return True


def cut_title(text: str) -> tuple[str, str]:
    """計画名 and a department's name of a title line.

    `浜松市行政経営推進プラン 令和5年度の進捗状況` → 浜松市行政経営推進プラン. What stands before
    the year is the name, else what stands behind it; in it, what ends in the words for a plan.
    """
    one_line = " ".join(map(trim, text.split("\n")))
    found = years_in(one_line)
    before, behind = (
        (one_line[: found[0].start], one_line[found[-1].end :]) if found else (one_line, "")
    )
    before = trim(trim(before).rstrip("(（[【"))
    behind = re.sub(r"^(?:末現在|末|現在|時点|[)）\]】の\s\u3000])+", "", behind)
    words = before if len(before) > _SHORT else behind
    subject = _SUBJECT.search(words)
    words = trim(words[: subject.start()]).removesuffix("の") if subject else words
    pieces = words.split()
    charge = next((p for p in pieces if is_department(p) and not _PLAN_WORDS.search(p)), "")
    if charge:
        pieces.remove(charge)
        words = " ".join(pieces)
    return trim(_named_plan(words)), charge


def _named_plan(words: str) -> str:
    """`第2次…プラン 事業計画` → 第2次…プラン: what names a plan, with what stands before it."""
    pieces = re.split(r"[\s\u3000]+", words)
    for place, piece in enumerate(pieces):
        if _PLAN_WORDS.search(piece) and place + 1 < len(pieces):
            return " ".join(pieces[: place + 1])
    return words


def read_below(around: Around, rows: Sequence[Sequence[CellSpot]]) -> Iterator[CellSpot]:
    """Read legends from rows below or beside the tables; what else stands there."""
    pairs: list[tuple[str, str]] = []
    for spots in rows:
        said = [spot for spot in spots if not is_nothing(spot.text)]
        legends = [spot for spot in said if is_legend(spot.text)]
        for spot in legends:
            around.explained.add(pairs_in(spot.text))
        rest = [spot for spot in said if spot not in legends]
        if rest and (pair := pair_of_cells(rest)):
            pairs.append(pair)
        yield from said
    if len(pairs) > 1:
        around.explained.add(pairs)
