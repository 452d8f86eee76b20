"""A round that is read again and again is told as if it were read for the first time."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from ictxl.files.inputs import InputFile, find_inputs
from ictxl.returned.batch import ReadFiles
from ictxl.returned.kept_files import KeptFiles
from ictxl.returned.reader import USUAL_READING
from ictxl.returned.returned_file import UnreadFile
from tests.returned.test_common import emptied, lost, retitled, spoilt
from tests.support.examples import examples
from tests.support.places import ROOT
from tests.support.returned_forms import filled_form, read_all

RETURNED = ROOT / "samples" / "returned"


def inputs_of(folder: Path) -> list[InputFile]:
    return find_inputs(folder, may_be_empty=True)


def freshly_read(folder: Path) -> ReadFiles:
    return read_all(file.path for file in inputs_of(folder) if isinstance(file.path, Path))


def read_again(kept: KeptFiles, folder: Path) -> ReadFiles:
    return kept.read(inputs_of(folder), USUAL_READING)


def told(read: ReadFiles) -> list[str]:
    """All that is said of each file, and of the sendings' samples."""
    samples = [f"{key}: {one.place} {one.department}" for key, one in read.samples.items()]
    return [*map(repr, read.files), *sorted(samples)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forms of two departments, one of them with a changed copy of what all say, in `other`."""
    place = tmp_path / "returned"
    place.mkdir()
    return place


def write_forms(folder: Path, *, change: Callable[..., None]) -> dict[str, Path]:
    whole = filled_form(folder / "1.xlsx", None, "健康課", {"1-2": ("A", "毎月出した。", "1")})
    return {"whole": whole, "changed": spoilt(folder / "2.xlsx", change)}


def test_only_what_is_new_or_was_written_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    shutil.copytree(RETURNED, folder)
    kept, files = KeptFiles(), sorted(folder.iterdir())
    read_again(kept, folder)
    assert kept.opened == 18
    read_again(kept, folder)
    assert kept.opened == 0
    shutil.copy(files[3], folder / "もう一度.xlsx")
    os.utime(files[5])
    read_again(kept, folder)
    assert kept.opened == 2
    files[7].unlink()
    read_again(kept, folder)
    assert kept.opened == 0


def test_where_the_form_is_gone_that_told_for_others_one_more_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    shutil.copytree(RETURNED, folder)
    kept, files = KeptFiles(), sorted(folder.iterdir())
    read_again(kept, folder)
    files[0].unlink()
    read_again(kept, folder)
    assert kept.opened == 1
    assert told(read_again(kept, folder)) == told(freshly_read(folder))


@pytest.mark.parametrize("change", [lost, emptied, retitled])
@pytest.mark.parametrize("whole_first", [True, False])
def test_a_form_that_needs_another_is_told_anew_when_that_comes_and_goes(
    folder: Path, tmp_path: Path, change: Callable[..., None], whole_first: bool
) -> None:
    forms = write_forms(folder, change=change)
    if not whole_first:
        forms["whole"] = forms["whole"].rename(folder / "3.xlsx")
    away = tmp_path / "away.xlsx"
    kept = KeptFiles()
    for _ in range(2):
        assert told(read_again(kept, folder)) == told(freshly_read(folder))
        forms["whole"].rename(away)
        assert told(read_again(kept, folder)) == told(freshly_read(folder))
        away.rename(forms["whole"])


def test_a_copy_is_read_when_the_file_that_it_was_a_copy_of_is_gone(folder: Path) -> None:
    forms = write_forms(folder, change=lost)
    shutil.copy(forms["whole"], folder / "9.xlsx")
    kept = KeptFiles()
    assert told(read_again(kept, folder)) == told(freshly_read(folder))
    forms["whole"].unlink()
    assert told(read_again(kept, folder)) == told(freshly_read(folder))


def test_a_file_that_could_not_be_opened_is_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows lets nobody open a file while Excel saves it; afterwards it may look the same."""
    write_forms(folder, change=lost)
    kept = KeptFiles()

    def refused(*_: object) -> None:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as context:
        context.setattr(Path, "read_bytes", refused)
        context.setattr(Path, "open", refused)
        assert all(isinstance(file, UnreadFile) for file in read_again(kept, folder).files)
    assert told(read_again(kept, folder)) == told(freshly_read(folder))


def moves(folder: Path, choice: random.Random) -> Iterable[None]:
    """Whatever happens to such a folder in a day."""
    sources = sorted(RETURNED.iterdir())
    while True:
        files = sorted(folder.iterdir())
        what = choice.randrange(5)
        if what == 0 and files:
            choice.choice(files).unlink()
        elif what == 1:
            shutil.copy(choice.choice(sources), folder / f"{choice.randrange(6)}.xlsx")
        elif what == 2 and files:
            choice.choice(files).rename(folder / f"{choice.randrange(6)}.xlsx")
        elif what == 3 and files:
            one = choice.choice(files)
            one.write_bytes(one.read_bytes()[: choice.randrange(3_000)])
        else:
            source = choice.choice([lost, retitled])
            spoilt(folder / f"{choice.randrange(6)}.xlsx", source)
        yield


@pytest.mark.lengthy
@pytest.mark.parametrize("seed", range(examples(3, 1)))
def test_whatever_happens_to_the_folder_all_is_told_as_it_is_now(folder: Path, seed: int) -> None:
    kept = KeptFiles()
    happens = iter(moves(folder, random.Random(seed)))
    for _ in range(25):
        next(happens)
        assert told(read_again(kept, folder)) == told(freshly_read(folder))
