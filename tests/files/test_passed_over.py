"""Whole forms under the names of files that programs leave lying about."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

import ictxl
from ictxl.errors import InputError
from ictxl.files.inputs import find_inputs, find_local_inputs
from ictxl.findings import Finding
from tests.support.responses import answer_of
from tests.support.returned_forms import ANSWERS, READ_ANSWERS, Form, filled_form, read

NAMES = (
    "1A2B3C4D",
    "12345678",
    "文書課.xlsx.bak",
    "文書課.tmp",
    "文書課.xlsx.part",
    ".文書課.xlsx",
)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return filled_form(tmp_path / "文書課.xlsx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With another department's form, as always."""
    (tmp_path / "returned").mkdir()
    filled_form(tmp_path / "returned" / "健康課.xlsx", department="健康課", answers={})
    return tmp_path / "returned"


def check(files: Path | str) -> ictxl.CollectedRound:
    return ictxl.check(files).round


def about(collected: ictxl.CollectedRound, file: str) -> list[Finding]:
    return [f for f in collected.findings if f.file == file and f.code != "F010"]


def answers(collected: ictxl.CollectedRound) -> dict[str, tuple[str, str, str, str]]:
    return {r.measure: answer_of(r) for r in collected.responses if r.department == "文書課"}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_read_and_named_where_nothing_else_came(form: Path, folder: Path, name: str) -> None:
    shutil.copy(form, folder / name)
    collected = check(folder)
    (told,) = about(collected, name)
    assert (told.code, told.department) == ("F020", "文書課")
    assert "文書課からほかに届いていない" in told.message and told.remedy
    assert answers(collected) == READ_ANSWERS


@pytest.mark.parametrize("name", NAMES)
def test_it_gives_way_to_a_usual_file_and_all_that_differs_is_told(
    form: Path, folder: Path, name: str
) -> None:
    shutil.copy(form, folder / "文書課.xlsx")
    other = Form(form).fill({"1-1": ("A", "申請を9件電子化した。")})
    at = other.at("1-1", "progress")
    other.sheet["P40"] = "控えだけの文"
    other.save(folder / name)
    collected = check(folder)
    assert answers(collected) == READ_ANSWERS
    told = {f.code: f for f in about(collected, name)}
    assert told.keys() == {"F021", "S012"}
    assert (
        "A" in told["F021"].value and f"{at} 進捗状況: 申請を9件電子化した。" in told["F021"].value
    )
    assert "文書を配った。" not in told["F021"].value
    assert told["S012"].value == "控えだけの文"
    assert not [f for f in collected.findings if f.code in {"D003", "F020"}]


def test_one_that_says_the_same_is_only_mentioned(form: Path, folder: Path) -> None:
    shutil.copy(form, folder / "文書課.xlsx")
    Form(form).save(folder / "文書課.xlsx.bak")
    shutil.copy(form, folder / "1A2B3C4D")
    collected = check(folder)
    assert [f.code for f in about(collected, "文書課.xlsx.bak")] == ["D004"]
    # The usual file is no copy of the odd one.
    assert [f.code for f in about(collected, "1A2B3C4D")] == ["F009"]
    assert about(collected, "文書課.xlsx") == []


def test_a_name_that_is_a_date_is_a_usual_one(form: Path, folder: Path) -> None:
    shutil.copy(form, folder / "20191031")
    collected = check(folder)
    assert about(collected, "20191031") == []
    assert answers(collected) == READ_ANSWERS


def test_it_alone_in_a_folder_is_read(form: Path, tmp_path: Path) -> None:
    (tmp_path / "届いた").mkdir()
    shutil.copy(form, tmp_path / "届いた" / "5A3B2C10")
    assert answers(check(tmp_path / "届いた")) == READ_ANSWERS


def test_a_pattern_meets_it_too(form: Path, folder: Path) -> None:
    shutil.copy(form, folder / "文書課.xlsx.bak")
    (file,) = find_inputs(str(folder / "*.bak"))
    assert (file.name, file.set_aside) == ("文書課.xlsx.bak", "控え(.bak)")


def test_named_by_hand_it_is_a_usual_file(form: Path, folder: Path) -> None:
    shutil.copy(form, folder / "文書課.xlsx.bak")
    collected = check(folder / "文書課.xlsx.bak")
    assert about(collected, "文書課.xlsx.bak") == []
    assert answers(collected) == READ_ANSWERS


def test_half_a_workbook_is_passed_over(form: Path, folder: Path) -> None:
    content = form.read_bytes()
    (folder / "1A2B3C4D").write_bytes(content[: len(content) // 2])
    (folder / "文書課.xlsx.crdownload").write_bytes(content[:-30])
    (folder / "~$文書課.xlsx").write_bytes(content)
    (folder / "._文書課.xlsx").write_bytes(b"\0\5\x16\7")
    assert [file.name for file in find_inputs(folder)] == ["健康課.xlsx"]


def test_a_folder_of_leftovers_alone_holds_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "1A2B3C4D").write_bytes(b"PK half")
    with pytest.raises(InputError):
        find_inputs(tmp_path)


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_old_formats_are_known_too(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "1A2B3C4D"
    if suffix == ".xls":
        stream = "Workbook".encode("utf-16-le")
        path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + stream + bytes(600))
    else:
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("content.xml", "<x/>")
    assert [file.name for file in find_inputs(tmp_path)] == ["1A2B3C4D"]


def test_tables_of_former_years_are_not_sought_among_them(form: Path, folder: Path) -> None:
    shutil.copy(form, folder / "文書課.xlsx.bak")
    assert [file.name for file in find_local_inputs(folder)] == ["健康課.xlsx"]


def test_in_an_archive_at_an_address(form: Path, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    with zipfile.ZipFile(tmp_path / "届いた.zip", "w") as package:
        package.write(form, "5A3B2C10")
        package.writestr("6A3B2C10", "half")
        package.writestr("__MACOSX/文書課.xlsx", b"x")
    collected = check(f"zip://::{tmp_path / '届いた.zip'}")
    assert [f.code for f in about(collected, "5A3B2C10")] == ["F020"]
    assert answers(collected) == READ_ANSWERS


def test_without_such_files_reading_is_as_it_was(form: Path) -> None:
    assert {m: answer_of(r) for (m, _), r in read(form).responses.items()} == READ_ANSWERS
    assert READ_ANSWERS.keys() == ANSWERS.keys()
