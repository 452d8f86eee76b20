"""Names that Windows has its own mind about, and paths that are long."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.clients.windows import Windows
from tests.support.places import ROOT

RETURNED = ROOT / "samples" / "returned"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with two departments' forms."""
    (tmp_path / "returned").mkdir()
    for name in ("01_秘書広報課.xlsx", "02_福祉課.xlsx"):
        shutil.copy2(RETURNED / name, tmp_path / "returned")
    return tmp_path


@pytest.mark.parametrize(
    "name", ["CON", "nul.xlsx", "COM1.xlsx", "表:1.xlsx", "a<b>.xlsx", "旧./表.xlsx", "LPT9 .xlsx"]
)
def test_a_name_that_windows_cannot_give_is_refused_in_plain_words(
    windows: Windows, office: Path, name: str
) -> None:
    before = sorted(path.name for path in office.iterdir())
    run = windows.run_python("-m", "ictxl", "merge", "returned", "-o", name, cwd=office)
    assert run.code == 2
    assert "という名前では書けません" in run.err
    assert "→ 別の名前を指定してください。" in run.err
    assert sorted(path.name for path in office.iterdir()) == before


@pytest.mark.parametrize("command", ["generate", "check", "init", "sendback"])
def test_no_command_writes_to_a_device(windows: Windows, office: Path, command: str) -> None:
    shutil.copy2(ROOT / "samples" / "plan.xlsx", office)
    words = {
        "generate": ("generate", "plan.xlsx", "-o", "NUL"),
        "check": ("check", "returned", "-o", "PRN"),
        "init": ("init", "AUX"),
        "sendback": ("sendback", "returned", "-o", "COM1"),
    }[command]
    run = windows.ictxl(*words, cwd=office)
    assert run.code == 2
    assert "は Windows の機器の名前です" in run.err


@pytest.mark.parametrize("words", [("history", "CON", "-o", "推移.xlsx"), ("merge", "NUL.xlsx")])
def test_a_device_is_no_input(windows: Windows, office: Path, words: tuple[str, ...]) -> None:
    run = windows.ictxl(*words, cwd=office)
    assert run.code == 2
    assert "思わぬ誤り" not in run.err
    assert words[1] in run.err


@pytest.mark.parametrize("name", ["①㈱髙﨑.xlsx", "𠮷野.xlsx", "~課 (1)!^&%.xlsx"])
def test_names_beyond_the_code_page_are_read_and_written(
    windows: Windows, office: Path, name: str
) -> None:
    (office / "returned" / "01_秘書広報課.xlsx").rename(office / "returned" / name)
    words = ("-m", "ictxl", "merge", "returned", "--json", "-o", name)
    run = windows.run_python(*words, cwd=office)
    assert run.code == 1, run.err  # the other departments are missing
    assert name in {submission["file"] for submission in run.json["submissions"]}
    assert (office / name).exists()
    assert (office / f"内部用_{Path(name).stem}.report.html").exists()


def test_a_path_longer_than_260_is_no_unexpected_error(windows: Windows, office: Path) -> None:
    deep = office
    for number in range(5):
        deep /= (
            f"名前の長いフォルダーをいくえにも作る人はどこの役所にもいるものです{number}"
            + "あ" * 20
        )
    deep.mkdir(parents=True)
    shutil.copytree(office / "returned", deep / "returned")
    place = windows.path(deep)
    assert len(place) > 260
    for words in (
        ("check", f"{place}\\returned", "--no-report"),
        ("merge", "returned", "-o", f"{place}\\進捗状況.xlsx"),
        ("merge", f"{place}\\returned", "-o", "進捗状況.xlsx"),
        ("init", f"{place}\\令和8年度"),
    ):
        run = windows.ictxl(*words, cwd=office)
        assert "思わぬ誤り" not in run.err
        # wine takes such paths; a Windows that does not says why and writes nothing.
        assert run.code in {0, 1} or "長すぎて" in run.err or "読めません" in run.err, run.err
