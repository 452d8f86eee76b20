"""Forms and send-backs have the same bytes with lxml and without: openpyxl uses it where it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl.comments import Comment

import ictxl
from ictxl.plan.writing import write_plan
from tests.support.returned_forms import Form, filled_form, small_plan

WITHOUT_LXML = """
import sys
sys.modules["lxml"] = None
import openpyxl
assert not openpyxl.LXML
import ictxl
plan, returned, target = sys.argv[1:]
ictxl.generate(plan, target + "/送る")
ictxl.send_back(returned, target + "/戻す")
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.suffix == ".xlsx"
    }


@pytest.mark.slow
def test_lxml_changes_no_byte(tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    write_plan(small_plan(), tmp_path / "plan.xlsx")
    (tmp_path / "returned").mkdir()
    form = Form(filled_form(tmp_path / "returned" / "文書課.xlsx"))
    form.cell("1-1", "rating").value = "Q"
    form.cell("1-3", "progress").comment = Comment("担当の <山田> & 鈴木\nが確認中", "山田")
    form.save()
    ictxl.generate(tmp_path / "plan.xlsx", tmp_path / "あり" / "送る")
    ictxl.send_back(tmp_path / "returned", tmp_path / "あり" / "戻す")
    places = (tmp_path / "plan.xlsx", tmp_path / "returned", tmp_path / "なし")
    subprocess.run([sys.executable, "-c", WITHOUT_LXML, *map(str, places)], check=True)
    made = contents(tmp_path / "あり")
    assert {Path(name).parts[0] for name in made} == {"送る", "戻す"}
    assert made == contents(tmp_path / "なし")
