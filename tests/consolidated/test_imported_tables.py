"""Published tables that were imported come out of a round as they were, text for text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl.cell.cell import Cell, MergedCell
from xlsxwriter.workbook import Workbook

from tests.consolidated.test_published_tables import A_ROW_A_PROJECT, table_template
from tests.support.books import load
from tests.support.cli import ictxl
from tests.support.published_tables import TABLES
from tests.support.shapes import fill_forms, read_shape

pytestmark = pytest.mark.slow

Columns = list[tuple[str, str, float]]
LAID_OUT: dict[str, tuple[list[str], Columns]] = {
    "reform": (
        ["{計画名} {年度}の進捗状況"],
        [
            ("取組", "{項番}", 6),
            ("取組名", "{施策名称}", 36),
            ("担当部課(取りまとめ部課)", "{担当課}", 30),
            ("重要業績評価指標", "{指標}", 24),
            ("目標値", "{目標値}", 14),
            ("実績値", "{実績値}", 14),
            ("達成状況", "{達成状況}", 30),
        ],
    ),
    "disability": (
        ["{計画名} {年度}実績 課題別事業評価表(新規・充実)", "{基本目標}", "{基本施策} {個別施策}"],
        A_ROW_A_PROJECT,
    ),
    "equality": (
        [
            "{計画名} 事業計画 {年度}事業各課評価",
            "△検討 ○着手・実施 ◎継続・充実",
            "{基本目標}",
            "{重点課題}",
        ],
        [
            ("課題", "{課題の名称}", 20),
            ("対応する施策", "{対応する施策}", 24),
            ("コード", "{項番}", 8),
            ("事業", "{施策名称}", 40),
            ("担当課", "{担当課}", 16),
            ("前期 H19-H22", "{前期H19-H22}", 10),
            ("後期 H23-H26", "{後期H23-H26}", 10),
            ("各課評価 H19", "{各課評価}", 10),
        ],
    ),
    "activities": (
        ["{計画名} 環境保全課 {年度}評価"],
        [
            ("事務事業", "{事務事業の名称}", 20),
            ("活動", "{施策名称}", 26),
            ("活動指標の名称", "{指標}", 26),
            ("目標値(第2次実施計画)", "{目標値(第2次実施計画)}", 12),
            ("25年度目標値", "{目標値}", 12),
            ("25年度実績値", "{実績値}", 12),
            ("25年度決算額(千円)", "{決算額(千円)}", 12),
            ("事務事業の目的に対する成果の状況", "{事務事業の目的に対する成果の状況}", 30),
            ("評価", "{評価}", 6),
        ],
    ),
}
"""Lines above the headings and columns, headings as each body prints them."""

OTHERWISE = {
    "目標に対する評価": ["C少し達成した", "BB"],
    "25年度決算額(千円)": ["1,287円千", "255円千"],
}
"""A choice without a meaning stands for it; a sum of money has its unit."""


def published(name: str, folder: Path) -> Path:
    """Imported, sent, filled in and merged into the template that lies in the folder."""
    import_table(name, folder)
    return merged(name, folder)


def import_table(name: str, folder: Path) -> None:
    run = ictxl("import", TABLES / f"{name}.xlsx", "-o", "plan.xlsx", cwd=folder)
    assert run.code == 0, run.err


def merged(name: str, folder: Path) -> Path:
    """Sent, filled in with the table's own answers and merged."""
    assert ictxl("generate", "plan.xlsx", "-o", "調査票", cwd=folder).code == 0
    fill_forms(folder / "調査票", read_shape(TABLES / f"{name}.xlsx"))
    run = ictxl("merge", "調査票", "-o", "公表.xlsx", "--plan", "plan.xlsx", cwd=folder)
    assert run.code in {0, 1}, run.err
    return folder / "公表.xlsx"


@pytest.mark.parametrize("name", LAID_OUT)
def test_an_imported_table_comes_out_of_a_round_in_its_own_layout(
    name: str, tmp_path: Path
) -> None:
    above, columns = LAID_OUT[name]
    table_template(tmp_path / "consolidated_template.xlsx", above, columns)
    before, after = (said(path) for path in (TABLES / f"{name}.xlsx", published(name, tmp_path)))
    head = [heading for heading, _, _ in columns]
    (places, rows), (own_places, own_rows) = (split(told, head) for told in (before, after))
    assert sorted(plain(text) for text in places) == sorted(plain(text) for text in own_places)
    for place, heading in enumerate(head):
        column, own = ([row[place] for row in told] for told in (rows, own_rows))
        assert distinct(own) == OTHERWISE.get(heading, distinct(column)), heading


def test_an_imported_measure_sheet_comes_out_of_a_round_in_its_own_layout(tmp_path: Path) -> None:
    measure_sheet(tmp_path / "consolidated_template.xlsx")
    rows = said(published("measure_sheet", tmp_path))
    assert [[plain(text) for text in row if text] for row in rows] == [
        [plain(text) for text in row] for row in PRINTED_SHEET
    ]


def measure_sheet(path: Path) -> Path:
    """A sheet a measure, as つくば市 lays it out."""
    book = Workbook(path)
    sheet = book.add_worksheet("{施策番号}")
    for row, cells in enumerate(SHEET):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text)
    book.close()
    return path


SHEET = (
    ("{計画名} {年度}実績評価シート【個別施策-重要業績評価指標(KPI)】",),
    ("基本目標", "{基本目標}"),
    ("基本施策", "{基本施策}"),
    ("個別施策", "{項番}{施策名称}"),
    ("指標担当部課等", "{担当課}"),
    ("KPI その1", "基準年度", "従前値", "(単位)", "H27", "目標値", "実績値"),
    ("{指標}", "{基準年度}", "{基準値}", "{単位}", "{目標値}", "{最終目標値}", "{実績値}"),
    ("有効性", "{有効性}", "効率性", "{効率性}"),
    ("総合評価", "{総合評価}", "進捗状況", "{進捗状況}"),
    ("効果発現要因(総合所見)", "{効果発現要因(総合所見)}"),
    ("課題", "{課題}", "今後の取組", "{今後の取組}"),
)

PRINTED_SHEET = (
    ("② まち・ひと・しごと創生事業 平成27年度実績評価シート【個別施策-重要業績評価指標(KPI)】",),
    ("基本目標", "Ⅰ つくば市の特性をいかした産業競争力の強化でしごとをつくる"),
    ("基本施策", "1 筑波研究学園都市に集積する最先端の科学技術から新たな産業をつくる"),
    ("個別施策", "(1)科学技術の振興によるまちづくり"),
    ("指標担当部課等", "科学技術・特区推進課"),
    SHEET[5],
    (
        "平成27年度から平成31年度までの国際戦略総合特区新規プロジェクトの創出数",
        *("H27年度", "7プロジェクト", "プロジェクト", "12プロジェクト", "12", "8プロジェクト"),
    ),
    ("有効性", "中", "効率性", "中"),
    ("総合評価", "B", "進捗状況", "概ね順調"),
    (
        "効果発現要因(総合所見)",
        "TGI,県,市がそれぞれのネットワークを活かしながら,研究機関への訪問や各種研究会への参加を行った。",
    ),
    ("課題", "今後の取組"),
)


def said(path: Path, place: int = 0) -> list[list[str]]:
    """The rows of a sheet, the first one, as they are shown."""
    sheet = load(path).worksheets[place]
    return [[shown(cell) for cell in row] for row in sheet.iter_rows()]


def shown(cell: Cell | MergedCell) -> str:
    value, looks = cell.value, cell.number_format
    if isinstance(value, int | float) and "%" in looks:
        return f"{value * 100:.1f}%"
    if isinstance(value, int | float):
        return f"{value:,}" + "".join(looks.split('"')[1:2])
    return "" if value is None else str(value)


def split(rows: list[list[str]], head: list[str]) -> tuple[list[str], list[list[str]]]:
    """What stands above the headings, and the rows below them."""
    start = rows.index(head)
    return [text for row in rows[:start] for text in row if text], rows[start + 1 :]


def distinct(column: list[str]) -> list[str]:
    """The texts in their order, each once where it goes on; what nobody answered is none."""
    texts = [plain(text) for text in column if text and text != "未記入"]
    return [text for place, text in enumerate(texts) if texts[place - 1 : place] != [text]]


def plain(text: str) -> str:
    """Without blanks; a unit is the same before and after its number: `年60頭` is `60頭/年`."""
    bare = re.sub(r"[\s、/]", "", text).replace(".0%", "%")
    if number := re.fullmatch(r"(\D*)([0-9,.]+)(\D*)", bare):
        return number[2] + "".join(sorted(number[1] + number[3]))
    return bare
