"""No room for temporary files: every command says so plainly, and no output is touched."""

from __future__ import annotations

import errno
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ictxl.errors import OutputError
from ictxl.files.outputs import write_whole, writing_together
from tests.support.cli import ictxl
from tests.support.plan_tables import plan_book


@pytest.fixture
def desk(faulty_round: Path, tmp_path: Path) -> Path:
    """A plan, and some of what came back."""
    folder = tmp_path / "desk"
    (folder / "returned").mkdir(parents=True)
    plan_book(folder / "plan.xlsx")
    for name in ("01_秘書広報課.xlsx", "16_人事課.xlsx"):
        shutil.copy(faulty_round / name, folder / "returned")
    return folder


@pytest.fixture
def full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, in which nothing more can be made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    for name in ("open", "mkdir"):
        usual = getattr(os, name)

        def refuse(path: Any, *rest: Any, _usual: Any = usual, **named: Any) -> Any:
            if str(path).startswith(str(folder)):
                raise OSError(errno.ENOSPC, "No space left on device")
            return _usual(path, *rest, **named)

        monkeypatch.setattr(os, name, refuse)
    yield folder
    gc.collect()  # what is left open is closed here and not in another test


def listing(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


COMMANDS = {
    "generate": ("generate", "plan.xlsx", "-o", "outbox"),
    "check": ("check", "returned"),
    "merge": ("merge", "returned", "-o", "進捗状況.xlsx"),
    "sendback": ("sendback", "returned", "-o", "差戻し"),
}


# xlsxwriter leaves its package open where it fails.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_temporary_folder_is_told_and_the_outputs_stay(
    desk: Path, full: Path, command: str
) -> None:
    before = listing(desk)
    run = ictxl(*COMMANDS[command], cwd=desk)
    assert run.code == 2
    assert f"一時フォルダー「{full}」に書けません" in run.err
    assert "TMPDIR" in run.err
    assert "思わぬ誤り" not in run.err
    assert listing(desk) == before


@pytest.mark.parametrize("words", ["IO_ENOSPC", "[Errno 28] No space left on device"])
def test_so_is_an_error_of_a_librarys_own(tmp_path: Path, words: str) -> None:
    """lxml and xlsxwriter raise other errors than the system's."""
    target = tmp_path / "a.xlsx"
    with pytest.raises(OutputError, match="一時フォルダー") as caught, writing_together():
        write_whole(target, lambda draft: draft.touch())
        raise RuntimeError(words)
    assert "TMPDIR" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_other_errors_stay_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="anything else"), writing_together():
        write_whole(tmp_path / "a.xlsx", lambda draft: draft.touch())
        raise RuntimeError("anything else")
