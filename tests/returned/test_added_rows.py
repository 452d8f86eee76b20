"""A row that a department added among the measures is one statement."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.returned_forms import Form, filled_form, read


def added(tmp_path: Path, texts: dict[str, str]) -> tuple[int, list[tuple[str, str, str]]]:
    """The row that was put in, and (cell, code, value) of what is found."""
    form = Form(filled_form(tmp_path / "文書課.xlsx"))
    columns = {str(cell.value): cell.column for cell in form.sheet[1] if cell.value}
    row = form.cell("2-1", "rating").row
    form.sheet.insert_rows(row)
    for key, text in texts.items():
        form.sheet.cell(row, columns[key]).value = text
    result = read(form.save())
    assert len(result.responses) == 4
    return row, [(f.cell, f.code, f.value) for f in result.findings if f.code[0] == "S"]


def test_an_added_row_is_one_finding_with_all_of_its_texts(tmp_path: Path) -> None:
    texts = {"number": "1-9", "title": "広報紙の電子化", "rating": "B", "progress": "始めた。"}
    row, found = added(tmp_path, texts)
    assert found == [
        (f"C{row}", "S038", f"C{row}: 1-9\nD{row}: 広報紙の電子化\nJ{row}: B\nK{row}: 始めた。")
    ]


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        ({"progress": "前の行の続き。"}, ["S013"]),
        ({"progress": "前の行の続き。", "remarks": "連絡の続き"}, ["S013", "S013"]),
        ({"title": "メモ"}, ["S012"]),
    ],
)
def test_what_may_go_on_from_the_row_above_is_told_as_ever(
    tmp_path: Path, texts: dict[str, str], codes: list[str]
) -> None:
    _, found = added(tmp_path, texts)
    assert sorted(code for _, code, _ in found) == codes
