"""The same findings give the same bytes, whatever line ends the system writes."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

import ictxl
from ictxl.report import workbook
from tests.support.returned_forms import Form, filled_form

IN_FILES = ("xlsxwriter.xmlwriter.open", "xlsxwriter.theme.open")
"""Where xlsxwriter opens files for the parts on their way."""


def open_on_windows(file: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
    # What is read again (w+) has its line ends translated back.
    newline = "\r\n" if mode == "w" else None
    return Path(file).open(mode, *rest, **options, newline=newline)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    edited = Form(filled_form(tmp_path / "文書課.xlsx"))
    edited.sheet["P30"] = "一行目\n二行目"
    return edited.save()


@pytest.mark.parametrize("many", [0, 20_000])
def test_a_report_is_the_same_on_every_system(
    form: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    other = tmp_path / "別のブック.xlsx"
    strange = Form(form)
    for name in strange.book.sheetnames[1:]:
        del strange.book[name]
    strange.sheet.delete_rows(1, 40)
    strange.sheet["A1"] = "よその文\n二行目"
    strange.save(other)
    monkeypatch.setattr(workbook, "_MANY_ROWS", many)
    first = tmp_path / "a" / "点検.report.xlsx"
    second = tmp_path / "b" / "点検.report.xlsx"
    for target in (first, second):
        target.parent.mkdir()
    ictxl.check([form, other], first)
    for place in IN_FILES:
        monkeypatch.setattr(place, open_on_windows, raising=False)
    monkeypatch.setattr(os, "linesep", "\r\n")
    ictxl.check([form, other], second)
    one, two = (next(path.parent.glob("*.xlsx")) for path in (first, second))
    with zipfile.ZipFile(two) as package:
        parts = [package.read(name) for name in package.namelist()]
    assert any("一行目\n二行目".encode() in part for part in parts)
    assert not any(b"\r\n" in part for part in parts)
    assert one.read_bytes() == two.read_bytes()
