"""Every workbook prints in the font that its cells name, also in Excel.

A font with `<scheme …/>` is shown in the theme's font instead (ECMA-376 part 1, 18.8.35).
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.support.cli import ictxl

pytestmark = pytest.mark.lengthy

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture(scope="module")
def year(faulty_round: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the outputs of each command that writes a workbook."""
    folder = tmp_path_factory.mktemp("年")
    plan, returned = SAMPLES / "plan.xlsx", faulty_round / "01_秘書広報課.xlsx"
    for command in (
        ["init", "新しい年"],
        ["generate", plan, "-o", "outbox", "--department", "秘書広報課"],
        ["merge", returned, "-o", "進捗状況.xlsx"],
        ["sendback", returned, "-o", "差戻し"],
        ["rollover", "進捗状況.xlsx", "-o", "次年度.xlsx"],
        ["import", "進捗状況.xlsx", "-o", "台帳.xlsx"],
        ["compare", "進捗状況.xlsx", SAMPLES / "進捗状況.xlsx", "-o", "比較.xlsx"],
        ["history", "進捗状況.xlsx", "-o", "経年.xlsx"],
    ):
        assert ictxl(*command, cwd=folder).code < 2
    return folder


def test_no_font_gives_way_to_the_themes(year: Path) -> None:
    workbooks = sorted(year.rglob("*.xlsx"))
    following = [
        (book.relative_to(year).as_posix(), part)
        for book in workbooks
        for part in ("xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
        if b"<scheme " in _part(book, part)
    ]
    made = {book.stem.removesuffix(".report") for book in workbooks}
    assert made >= {"plan", "進捗状況", "01_秘書広報課", "次年度", "台帳", "比較", "経年"}
    assert any("差戻し" in book.parts for book in (file.relative_to(year) for file in workbooks))
    assert following == []


def _part(book: Path, name: str) -> bytes:
    with zipfile.ZipFile(book) as package:
        return package.read(name) if name in package.namelist() else b""
