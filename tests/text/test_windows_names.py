"""Names that Windows can give to a file, and those that it takes for something else."""

from __future__ import annotations

import pytest

from ictxl.text.filenames import safe_name, windows_objection

REFUSED = {
    "CON": "機器", "nul.xlsx": "機器", "Com1.report.html": "機器", "LPT9 .xlsx": "機器",
    "COM¹.xlsx": "機器", "CONIN$": "機器", "aux.": "機器",
    "表:1.xlsx": "「:」", "a<b>.xlsx": "「<」", "何?.xlsx": "「?」", "*.xlsx": "「*」",
    "改\n行.xlsx": "改行", "旧.": "終わり", "旧 ": "終わり", "表.xlsx ": "終わり",
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_windows_takes_for_something_else_is_objected_to(name: str) -> None:
    assert REFUSED[name] in windows_objection(name)


@pytest.mark.parametrize(
    "name",
    ["進捗状況.xlsx", ".", "..", ".ictxl-1.xlsx", "CONSOLE.xlsx", "COM10", "①㈱髙﨑 (2)!^&%~.xlsx"],
)
def test_other_names_are_fine(name: str) -> None:
    assert windows_objection(name) == ""


@pytest.mark.parametrize("name", REFUSED)
def test_a_department_of_such_a_name_gets_a_file_all_the_same(name: str) -> None:
    assert windows_objection(safe_name(name)) == ""
