"""Which files are meant, and what lies about in folders."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import pytest

from ictxl.errors import InputError
from ictxl.files.inputs import find_inputs

LITTER = (
    "~$文書課.xlsx",
    ".~lock.文書課.xlsx#",
    "._文書課.xlsx",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    "~WRL0001.tmp",
    "1A2B3C4D",
    "文書課.xlsx.crdownload",
    "__MACOSX/文書課.xlsx",
    ".git/文書課.xlsx",
)


def names(*arguments: str) -> list[str]:
    return [file.name for file in find_inputs(arguments)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("文書課.xlsx", "二回目/健康課.XLSX", "メモ.pdf", *LITTER):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path


def test_a_folder_is_searched_to_the_bottom_and_its_litter_passed_over(folder: Path) -> None:
    assert sorted(names(str(folder))) == ["メモ.pdf", "健康課.XLSX", "文書課.xlsx"]


def test_a_pattern_passes_litter_over_too(folder: Path) -> None:
    assert names(str(folder / "*.xlsx")) == ["文書課.xlsx"]


def test_a_file_named_by_hand_is_read_whatever_it_is_called(folder: Path) -> None:
    (folder / "文書課.bak").write_bytes(b"x")
    assert names(str(folder / "文書課.bak"), str(folder / "~$文書課.xlsx")) == ["文書課.bak"]


def test_a_file_meant_twice_is_read_once(folder: Path) -> None:
    assert names(str(folder / "文書課.xlsx"), str(folder / "文*")) == ["文書課.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there that few have")
@pytest.mark.parametrize("links", [("一", "文書課.xlsx"), ("二", ""), ("二", "文書課.xlsx")])
def test_a_file_met_again_by_a_link_is_read_once(tmp_path: Path, links: tuple[str, str]) -> None:
    folder, name = links
    real = tmp_path / "一" / "下" / "文書課.xlsx"
    real.parent.mkdir(parents=True)
    real.write_bytes(b"x")
    if name:
        (tmp_path / folder).mkdir(exist_ok=True)
        link = tmp_path / folder / f"写しではない{name}"
        link.symlink_to(real)
    else:
        link = tmp_path / folder
        link.symlink_to(real.parent)
    found = find_inputs([str(tmp_path / "一"), str(link), str(real.parent / ".." / "下")])
    assert len(found) == 1
    assert find_inputs([str(link)], without=[real]) == []


def test_names_as_macos_writes_them_are_shown_joined(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "がっこう課.xlsx")).write_bytes(b"x")
    assert names(str(tmp_path)) == [unicodedata.normalize("NFC", "がっこう課.xlsx")]


def test_files_of_one_name_in_two_folders_are_told_apart(folder: Path) -> None:
    (folder / "二回目" / "文書課.xlsx").write_bytes(b"x")
    shown = names(str(folder))
    assert str(folder / "文書課.xlsx") in shown
    assert str(folder / "二回目" / "文書課.xlsx") in shown


def test_the_order_of_arguments_does_not_matter(folder: Path) -> None:
    a, b = str(folder / "文書課.xlsx"), str(folder / "二回目" / "健康課.XLSX")
    assert names(a, b) == names(b, a)


@pytest.mark.parametrize("argument", ["ない.xlsx", "ない/*.xlsx", "空のフォルダー"])
def test_what_matches_nothing_stops_the_run_with_a_way_out(tmp_path: Path, argument: str) -> None:
    (tmp_path / "空のフォルダー").mkdir()
    with pytest.raises(InputError) as caught:
        names(str(tmp_path / argument))
    assert str(Path(argument)) in caught.value.message and caught.value.remedy
