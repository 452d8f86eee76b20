"""見出しの対応.xlsx: what the columns of a table are, as guessed, for a person to correct."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import xlsxwriter

from ictxl.consolidated.reading.any_shape.headings.meanings import Meaning
from ictxl.consolidated.reading.any_shape.years import without_year
from ictxl.consolidated.reading.imported import HeadingGuess
from ictxl.consolidated.reading.source_cells import TableSheet, read_book
from ictxl.errors import InputError
from ictxl.files.names import HEADING_MAP
from ictxl.files.outputs import write_whole
from ictxl.spreadsheets.xlsx.cell_writer import body_font, write_text
from ictxl.spreadsheets.xlsx.zip_writer import FIRST_TIME
from ictxl.text.clean import fold_name

SHEET_NAME = "見出しの対応"
_WORDS_SHEET = "選べる言葉"
_HEADINGS = ("見出し", "例", "これは何か", "確認")
_WIDTHS = (34, 48, 22, 10)
_DOUBTFUL = "要確認"
_SOURCE_SHEET = "取り込む表"
_SOURCE_ITEMS = ("表", "計画名", "年度")
_READY_ROWS = 20
"""Rows below the last that have the dropdown too."""
_EXPLAINED = {
    Meaning.LEVEL: "施策の上のまとまり(基本目標、基本施策など)。左にあるものほど上の階層です。",
    Meaning.NUMBER: "施策の番号(項番、事業番号、コードなど)。",
    Meaning.TITLE: "施策の名称。表に必ず一つ要ります。",
    Meaning.DEPARTMENT: "調査票に答える課。",
    Meaning.TARGET: "施策の目標の文。",
    Meaning.OUTLOOK: "今後の展開の印(⇒ など)。",
    Meaning.GIVEN: "計画で決まっていて、毎年はたずねないもの(事業概要、根拠法令、当初予算など)。",
    Meaning.TEXT: "担当課が文で答えるもの(実績、課題など)。",
    Meaning.CHOICE: "担当課が選択肢から選ぶもの(評価など)。選択肢は表の値から作ります。",
    Meaning.NUMERIC: "担当課が数で答えるもの。",
    Meaning.MONEY: "担当課が金額で答えるもの(決算額など)。",
    Meaning.RATIO: "担当課が割合で答えるもの(執行率など)。",
    Meaning.DATE: "担当課が日付で答えるもの。",
    Meaning.REVIEW: "担当課ではなく、情報課や委員会が後から評価するもの(二次評価など)。",
    Meaning.PREVIOUS: "前の年度の回答。調査票に前回の回答として載ります。",
    Meaning.INDICATOR: "指標の名称(成果指標、KPI など)。",
    Meaning.UNIT: "指標の単位。",
    Meaning.BASELINE: "指標の基準値(計画を作ったときの値)。",
    Meaning.GOAL: "指標の目標値。",
    Meaning.ACTUAL: "指標の実績値。",
    Meaning.NOTHING: "計画台帳にも回答にも入れません(内容は取り込みの確認に載ります)。",
}


@dataclass(frozen=True)
class MapSource:
    """The table that a heading map is of, and what was said to read it."""

    table: str
    """Name of its file."""
    title: str = ""
    year: int | None = None


def write_heading_map(guesses: Sequence[HeadingGuess], source: MapSource, path: Path) -> None:
    """Write the guesses with dropdowns, doubtful ones coloured.

    The same guesses give the same bytes.
    Raises OutputError where the place cannot be written.
    """
    made = BytesIO()
    workbook = xlsxwriter.Workbook(
        made, {"in_memory": True, "default_format_properties": body_font(_FONT_SIZE)}
    )
    workbook.set_properties({"title": SHEET_NAME, "created": dt.datetime.fromisoformat(FIRST_TIME)})
    _write_guesses(workbook, guesses)
    _write_words(workbook)
    _write_source(workbook, source)
    workbook.close()
    write_whole(path, lambda draft: _save(made, draft))


_FONT_SIZE = 10.5


def _save(made: BytesIO, draft: Path) -> None:
    draft.write_bytes(made.getvalue())


def _write_guesses(workbook: xlsxwriter.Workbook, guesses: Sequence[HeadingGuess]) -> None:
    sheet = workbook.add_worksheet(SHEET_NAME)
    cell = {"border": 1, "border_color": "#BFBFBF", "text_wrap": True, "valign": "top"}
    heading = workbook.add_format({**cell, "bold": True, "bg_color": "#DDEBF7"})
    plain = workbook.add_format(cell)
    open_ = workbook.add_format({**cell, "bg_color": "#FFFFFF"})
    doubtful = workbook.add_format({**cell, "bg_color": "#FFF2CC", "bold": True})
    for place, (words, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        write_text(sheet, 0, place, words, heading)
    for row, guess in enumerate(guesses, start=1):
        write_text(sheet, row, 0, guess.heading, plain)
        write_text(sheet, row, 1, _shortened(guess.example), plain)
        write_text(sheet, row, 2, guess.meaning, open_ if guess.is_sure else doubtful)
        write_text(sheet, row, 3, "" if guess.is_sure else _DOUBTFUL, plain)
    sheet.data_validation(
        1,
        2,
        len(guesses) + _READY_ROWS,
        2,
        {
            "validate": "list",
            "source": f"='{_WORDS_SHEET}'!$A$2:$A${len(Meaning) + 1}",
            "input_title": _HEADINGS[2],
            "input_message": "一覧から選びます。色の付いた欄は、特に確かめてください。",
            "error_title": _HEADINGS[2],
            "error_message": "一覧にある言葉を選んでください。",
        },
    )
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


_LONGEST_EXAMPLE = 60


def _shortened(text: str) -> str:
    one_line = " ".join(text.split("\n"))
    return one_line if len(one_line) <= _LONGEST_EXAMPLE else one_line[:_LONGEST_EXAMPLE] + "…"


def _write_words(workbook: xlsxwriter.Workbook) -> None:
    sheet = workbook.add_worksheet(_WORDS_SHEET)
    cell = {"border": 1, "border_color": "#BFBFBF", "text_wrap": True, "valign": "top"}
    heading = workbook.add_format({**cell, "bold": True, "bg_color": "#DDEBF7"})
    plain = workbook.add_format(cell)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 80)
    for place, words in enumerate((_HEADINGS[2], "説明")):
        write_text(sheet, 0, place, words, heading)
    for row, meaning in enumerate(Meaning, start=1):
        write_text(sheet, row, 0, meaning.value, plain)
        write_text(sheet, row, 1, _EXPLAINED[meaning], plain)


def _write_source(workbook: xlsxwriter.Workbook, source: MapSource) -> None:
    sheet = workbook.add_worksheet(_SOURCE_SHEET)
    plain = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 60)
    said = (source.table, source.title, "" if source.year is None else str(source.year))
    for row, (item, text) in enumerate(zip(_SOURCE_ITEMS, said, strict=True)):
        write_text(sheet, row, 0, item, plain)
        write_text(sheet, row, 1, text, plain)


def read_guesses(path: Path) -> tuple[tuple[HeadingGuess, ...], MapSource]:
    """The rows of a heading map as it stands, and the table that it is of.

    Raises InputError where the file is none.
    """
    book = read_book(path)
    sheet = next((one for one in book.sheets if one.name == SHEET_NAME), book.sheets[0])
    row, places = _find_headings(sheet, path)
    guesses = []
    for below in range(row + 1, len(sheet.rows)):
        texts = [sheet.spot(below, column).text for column in range(len(_HEADINGS))]
        if texts[places[0]]:
            guesses.append(HeadingGuess(texts[0], texts[1], texts[2], texts[3] != _DOUBTFUL))
    said = {
        one.spot(line, 0).text: one.spot(line, 1).text
        for one in book.sheets
        if one.name == _SOURCE_SHEET
        for line in range(len(one.rows))
    }
    table, title, year = (said.get(item, "") for item in _SOURCE_ITEMS)
    return tuple(guesses), MapSource(table, title, int(year) if year.isdecimal() else None)


def read_heading_map(path: Path) -> Mapping[str, Meaning]:
    """Folded heading → what a person says that its column is.

    A heading counts without its year too, so that the sheet serves next year's table. Raises
    InputError where the file cannot be read or is no such sheet, or where a word is not one of
    those that it offers.
    """
    book = read_book(path)
    sheet = next((one for one in book.sheets if one.name == SHEET_NAME), book.sheets[0])
    row, places = _find_headings(sheet, path)
    words = {fold_name(meaning.value): meaning for meaning in Meaning}
    found: dict[str, Meaning] = {}
    for below in range(row + 1, len(sheet.rows)):
        heading = sheet.spot(below, places[0])
        said = sheet.spot(below, places[1])
        if not heading.text or not said.text:
            continue
        meaning = words.get(fold_name(said.text))
        if meaning is None:
            raise InputError(
                f"「{path}」の {said.cell} の「{said.text}」は、これは何かの一覧にない言葉です。",
                f"一覧から選んでください({'、'.join(one.value for one in Meaning)})。",
            )
        found[fold_name(heading.text)] = meaning
        found.setdefault(f"{_ANY_YEAR}{fold_name(without_year(heading.text))}", meaning)
    return _with_any_year(found)


_ANY_YEAR = "\n"


def _with_any_year(found: Mapping[str, Meaning]) -> dict[str, Meaning]:
    """Headings without their year count only where they are clear: not 実績 of two years."""
    exact = {key: m for key, m in found.items() if not key.startswith(_ANY_YEAR)}
    bare = Counter(fold_name(without_year(key)) for key in exact)
    free = {key.removeprefix(_ANY_YEAR): m for key, m in found.items() if key.startswith(_ANY_YEAR)}
    return {**{key: m for key, m in free.items() if bare[key] == 1}, **exact}


def _find_headings(sheet: TableSheet, path: Path) -> tuple[int, tuple[int, int]]:
    for row in range(len(sheet.rows)):
        by_text = {fold_name(spot.text): spot.column for spot in sheet.spots(row)}
        if _HEADINGS[0] in by_text and _HEADINGS[2] in by_text:
            return row, (by_text[_HEADINGS[0]], by_text[_HEADINGS[2]])
    raise InputError(
        f"「{path}」に、見出し「{_HEADINGS[0]}」と「{_HEADINGS[2]}」のある行がありません。",
        f"ictxl import が作った {HEADING_MAP} を指定してください。",
    )
