"""The client that the other tests rely on does what a person's LibreOffice does."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.styles import Protection

from tests.support.clients.libreoffice import Office


def test_the_office_client_types_saves_and_respects_protection(
    office: Office, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book["Sheet"]
    sheet["A1"] = "given"
    for address, number_format in (("B1", "@"), ("C1", "General")):
        sheet[address].protection = Protection(locked=False)
        sheet[address].number_format = number_format
    sheet.protection.sheet = True
    book.save(tmp_path / "in.xlsx")
    with office.open(tmp_path / "in.xlsx") as document:
        assert not document.type("Sheet", "A1", "typed over")
        assert document.type("Sheet", "B1", "1-9")
        assert document.type("Sheet", "C1", "=1+1")
        assert document.cells("Sheet", "A1:C1") == [["given", "1-9", "2"]]
        document.save_as(tmp_path / "out.ods")
    saved = openpyxl.load_workbook(office.convert(tmp_path / "out.ods", tmp_path / "out.xlsx"))
    assert [cell.value for cell in saved["Sheet"][1]] == ["given", "1-9", "=1+1"]
