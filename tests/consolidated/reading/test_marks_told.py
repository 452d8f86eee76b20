"""Comments of a table stand in no cell, struck and hidden texts are read: the report names them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from ictxl.consolidated.reading import ImportedTable, read_consolidated
from ictxl.plan.new_plan import starting_plan
from tests.support.books import load
from tests.support.clients.libreoffice import Office
from tests.support.hand_made import save, whole_table
from tests.support.places import ROOT
from tests.support.shapes import rows_of, save_rows

OTHER_WORDS = """
みどりの計画 令和5年度 実施状況
No | 事業名 | 担当課 | 実績
1 | 緑化 | 公園課 | 百本植えた。
2 | 並木 | 土木課 | 十本植えた。
"""
WORDS = "課長: 数を確かめること"


def with_comment(path: Path) -> Path:
    book = load(path)
    assert book.active
    book.active["D3"].comment = Comment(WORDS, "財政課")
    book.save(path)
    return path


def attached(path: Path) -> list[tuple[str, str, str]]:
    found: ImportedTable = read_consolidated(path, starting_plan(2000))
    return [(f.sheet, f.cell, f.value) for f in found.findings if f.code == "I089"]


def test_a_comment_is_listed_at_its_cell(tmp_path: Path) -> None:
    save_rows(tmp_path / "any.xlsx", {"Sheet1": rows_of(OTHER_WORDS)})
    assert attached(with_comment(tmp_path / "any.xlsx")) == [("Sheet1", "D3", WORDS)]


def test_a_comment_on_a_table_in_the_own_layout_is_listed(tmp_path: Path) -> None:
    save(tmp_path / "own.xlsx", whole_table())
    assert attached(with_comment(tmp_path / "own.xlsx")) == [("Sheet1", "D3", WORDS)]


def test_a_table_without_any_says_nothing_of_comments(tmp_path: Path) -> None:
    save_rows(tmp_path / "any.xlsx", {"Sheet1": rows_of(OTHER_WORDS)})
    assert attached(tmp_path / "any.xlsx") == []
    assert attached(ROOT / "samples" / "進捗状況.xlsx") == []


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_comments_of_other_formats_are_listed(tmp_path: Path, office: Office, suffix: str) -> None:
    save_rows(tmp_path / "any.xlsx", {"Sheet1": rows_of(OTHER_WORDS)})
    source = with_comment(tmp_path / "any.xlsx")
    found = attached(office.convert(source, tmp_path / f"any{suffix}"))
    assert [(sheet, cell, WORDS in text) for sheet, cell, text in found] == [("Sheet1", "D3", True)]


def with_hidden_parts(path: Path) -> Path:
    save_rows(path, {"Sheet1": rows_of(OTHER_WORDS), "旧": rows_of("古い話")})
    book = load(path)
    sheet = book["Sheet1"]
    for row in (3, 4, 9):
        sheet.row_dimensions[row].hidden = True
    for column in ("B", "K"):
        sheet.column_dimensions[column].hidden = True
    sheet["D4"].font = Font(strike=True)
    book["旧"].sheet_state = "hidden"
    book.save(path)
    return path


HIDDEN = [
    ("Sheet1", "A3", "3~4行目は表示されていません"),
    ("Sheet1", "B2", "B列は表示されていません"),
    ("旧", "A1", "このシートは表示されていません"),
]
"""Row 9 and column K hold nothing."""


def told(path: Path) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """What is hidden, and what is struck."""
    found = read_consolidated(path, starting_plan(2000)).findings
    hidden = [f for f in found if f.code == "I096"]
    struck = [(f.cell, f.value) for f in found if f.code == "I097"]
    return [(f.sheet, f.cell, f.message.partition("が、")[0]) for f in hidden], struck


def test_hidden_and_struck_parts_are_read_and_told(tmp_path: Path) -> None:
    path = with_hidden_parts(tmp_path / "any.xlsx")
    assert told(path) == (HIDDEN, [("D4", "十本植えた。")])
    table = read_consolidated(path, starting_plan(2000))
    assert [m.title for m in table.plan.measures] == ["緑化", "並木"]


def test_nothing_is_told_where_all_is_seen(tmp_path: Path) -> None:
    save_rows(tmp_path / "any.xlsx", {"Sheet1": rows_of(OTHER_WORDS)})
    assert told(tmp_path / "any.xlsx") == ([], [])


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_hidden_parts_of_other_formats_are_told(
    tmp_path: Path, office: Office, suffix: str
) -> None:
    source = with_hidden_parts(tmp_path / "any.xlsx")
    found = told(office.convert(source, tmp_path / f"any{suffix}"))
    assert found == (HIDDEN, [("D4", "十本植えた。")])
