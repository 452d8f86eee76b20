"""What a workbook's first bytes tell: whether ictxl's own result may be in it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ictxl.files.untouched import is_as_made, may_be_result
from ictxl.plan.writing import write_plan
from tests.support.books import load
from tests.support.returned_forms import filled_form, small_plan


@pytest.fixture
def result(tmp_path: Path) -> Path:
    path = tmp_path / "plan.xlsx"
    write_plan(small_plan(), path)
    return path


def test_a_result_as_made_is_looked_into(result: Path) -> None:
    assert may_be_result(result) and is_as_made(result)


def test_a_form_is_told_by_its_beginning(tmp_path: Path) -> None:
    form = filled_form(tmp_path / "文書課.xlsx")
    assert b"PK" in form.read_bytes()[:4] and not may_be_result(form)


def test_what_another_program_has_saved_is_told_by_its_beginning(result: Path) -> None:
    load(result).save(result)
    assert not may_be_result(result)


@pytest.mark.parametrize("flags", [0b010, 0b100, 0b110])
def test_excels_way_to_deflate_is_told_by_the_first_part(result: Path, flags: int) -> None:
    """Excel gives its parts the oldest time, too."""
    content = bytearray(result.read_bytes())
    content[6] |= flags
    result.write_bytes(content)
    assert not may_be_result(result)


def test_properties_that_come_late_are_left_to_the_whole_look(tmp_path: Path) -> None:
    """A form whose parts stand in another order may not be told by its beginning."""
    form = filled_form(tmp_path / "文書課.xlsx")
    with zipfile.ZipFile(form) as package:
        parts = {info: package.read(info) for info in package.infolist()}
    last = sorted(parts, key=lambda info: info.filename == "docProps/core.xml")
    with zipfile.ZipFile(form, "w", zipfile.ZIP_DEFLATED) as package:
        for info in last:
            package.writestr(zipfile.ZipInfo(info.filename), parts[info], zipfile.ZIP_DEFLATED)
    assert may_be_result(form)


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"PK\3\4" + bytes(26), b"PK\3\4" * 2_000])
def test_a_file_of_any_content_is_no_failure(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    assert may_be_result(path) in {True, False} and not is_as_made(path)
