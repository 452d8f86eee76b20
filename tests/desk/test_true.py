"""The page shows what the files hold, whatever happens to them meanwhile; nothing is lost."""

from __future__ import annotations

import errno
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from ictxl.files import outputs
from ictxl.pipeline.year_folder import receiving
from ictxl.pipeline.year_folder.seen import SEEN_FILE
from tests.desk.test_start import Visitor, ended
from tests.support.desks import SAMPLES, AskedDesk, asked_desk, running_desk

pytestmark = pytest.mark.lengthy

FIRST = "01_秘書広報課.xlsx"


def settled(desk: AskedDesk, page: str) -> str:
    """The page once it has caught up with the folder."""
    looked = desk.desk.look(patience=20)
    assert looked.is_fresh
    text: str = desk.get(page).text
    while "tables-reading" in text:
        time.sleep(0.05)
        text = desk.get(page).text
    return text


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_what_comes_goes_changes_and_gets_another_name_is_on_the_next_page(
    desk: AskedDesk, year: Path, tmp_path: Path
) -> None:
    form = year / "returned" / FIRST
    assert "18 / 18 課" in settled(desk, "/gathering")
    away = form.rename(tmp_path / FIRST)
    assert "17 / 18 課" in settled(desk, "/gathering")
    shutil.copy(away, year / "returned" / "別の名前.xlsx")
    text = settled(desk, "/gathering")
    assert "18 / 18 課" in text
    assert "別の名前.xlsx" in text
    (year / "returned" / "別の名前.xlsx").write_bytes(b"PK\3\4 half of it")
    text = settled(desk, "/gathering")
    assert "17 / 18 課" in text
    assert "どの課のものかわからないファイル" in text


def test_a_plan_that_is_changed_shows_its_mistakes_and_heals_by_itself(
    desk: AskedDesk, year: Path
) -> None:
    whole = (year / "plan.xlsx").read_bytes()
    (year / "plan.xlsx").write_bytes(b"no workbook")
    text = settled(desk, "/plan")
    assert "計画台帳" in text
    assert 'class="alert"' in text
    assert "18 / 18 課" in settled(desk, "/gathering"), "the forms hold the plan, too"
    (year / "plan.xlsx").write_bytes(whole)
    assert "直すところはありません。" in settled(desk, "/plan")


def test_the_folder_itself_may_go_and_come(desk: AskedDesk, year: Path) -> None:
    away = year.rename(year.with_name("よそ"))
    for page in ("/plan", "/send", "/gathering", "/findings", "/sendback", "/summary", "/years"):
        assert desk.get(page).status_code == 200
    away.rename(year)
    assert "18 / 18 課" in settled(desk, "/gathering")


def test_the_table_is_called_old_as_soon_as_a_form_has_changed(desk: AskedDesk, year: Path) -> None:
    desk.post("/summary/make")
    ended(desk.desk)
    assert "できています" in settled(desk, "/summary")
    time.sleep(0.02)
    shutil.copyfile(SAMPLES / "returned" / FIRST, year / "returned" / FIRST)
    assert "このあとで、計画台帳か調査票が変わっています。" in settled(desk, "/summary")


def test_two_desks_on_one_folder_show_the_same_and_undo_nothing(year: Path) -> None:
    with ExitStack() as stack:
        one, other = (stack.enter_context(asked_desk(year)) for _ in range(2))
        text = settled(one, "/findings")
        keys = [part.split('"')[0] for part in text.split('id="tick-')[1:]]
        assert len(keys) == 2
        one.post("/findings/tick", {"key": keys[0], "seen": "yes"})
        other.post("/findings/tick", {"key": keys[1], "seen": "yes"})
        for desk in (one, other):
            assert settled(desk, "/findings").count('aria-pressed="true"') == 2
        one.post("/findings/tick", {"key": keys[1], "seen": "no"})
        assert settled(other, "/findings").count('aria-pressed="true"') == 1


def test_a_tick_holds_for_the_text_that_was_seen_only(desk: AskedDesk, year: Path) -> None:
    text = settled(desk, "/findings")
    key = text.split('id="tick-')[1].split('"')[0]
    desk.post("/findings/tick", {"key": key, "seen": "yes"})
    assert 'aria-pressed="true"' in settled(desk, "/findings")
    named = next(p for p in (year / "returned").iterdir() if "教育研究所" in p.name)
    named.rename(year / "returned" / "別.xlsx")
    assert 'aria-pressed="true"' not in settled(desk, "/findings")


def test_a_list_of_ticks_that_was_cut_off_loses_no_other_tick(desk: AskedDesk, year: Path) -> None:
    keys = [part.split('"')[0] for part in settled(desk, "/findings").split('id="tick-')[1:]]
    desk.post("/findings/tick", {"key": keys[0], "seen": "yes"})
    with (year / SEEN_FILE).open("ab") as file:
        file.write(b'\xff{"finding": 3, \n[]\nnull\n')
    desk.post("/findings/tick", {"key": keys[1], "seen": "yes"})
    assert settled(desk, "/findings").count('aria-pressed="true"') == 2


def test_what_is_handed_in_at_once_under_one_name_is_all_kept(year: Path) -> None:
    contents = [b"%d" % number for number in range(12)]
    folder = year / "returned"

    def hand_in(content: bytes) -> None:
        receiving.receive(BytesIO(content), "回答.xlsx", folder)

    threads = [threading.Thread(target=hand_in, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [p.read_bytes() for p in folder.iterdir() if p.name.startswith("回答")]
    assert sorted(kept) == sorted(contents)
    assert [p for p in folder.iterdir() if p.name.startswith(".")] == []


def test_what_is_handed_in_goes_over_nothing_and_the_same_is_kept_once(
    desk: AskedDesk, year: Path
) -> None:
    before = files_below(year)
    same = (SAMPLES / "returned" / FIRST).read_bytes()

    def handed(content: bytes) -> Any:
        files = {"files": (BytesIO(content), FIRST)}
        return desk.post("/files/receive", files, Accept="application/json").get_json()

    assert handed(same) == [{"name": FIRST, "placed": FIRST, "new": False}]
    (told,) = handed(b"another")
    assert told["placed"] == "01_秘書広報課 (2).xlsx"
    after = files_below(year)
    assert {name: after[name] for name in before} == before
    assert after["returned/01_秘書広報課 (2).xlsx"] == b"another"


def test_a_disk_without_links_takes_what_is_handed_in(
    year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(receiving.os, "link", refuse)
    for expected in ("回答.xlsx", "回答 (2).xlsx"):
        path, _ = receiving.receive(BytesIO(expected.encode()), "回答.xlsx", year / "returned")
        assert (path.name, path.read_bytes()) == (expected, expected.encode())


def test_a_full_disk_is_told_and_nothing_is_left_or_changed(
    desk: AskedDesk, year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_below(year)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as context:
        context.setattr(outputs.Path, "replace", full)
        context.setattr(outputs.Path, "write_bytes", full)
        desk.post("/summary/make")
        job = ended(desk.desk)
    assert job.state.value == "failed"
    assert "ディスクがいっぱい" in settled(desk, "/summary")
    with monkeypatch.context() as context:
        context.setattr(receiving.os, "link", full)
        context.setattr(receiving.Path, "open", full)
        files = {"files": (BytesIO(b"x"), "回答.xlsx")}
        answer = desk.post("/files/receive", files)
    assert answer.status_code == 400
    assert "ディスクの空き" in answer.text
    assert files_below(year) == before


def test_a_workbook_that_is_open_in_excel_is_named_and_nothing_is_written(
    desk: AskedDesk, year: Path
) -> None:
    desk.post("/send/make", {"department": "秘書広報課"})
    ended(desk.desk)
    assert "できています <b>1</b>" in settled(desk, "/send")
    (year / "outbox" / f"~${FIRST}").write_bytes(b"owner")
    assert "開いています" in settled(desk, "/send")
    before = files_below(year)
    (year / "plan.xlsx").touch()
    desk.post("/send/make", {"department": "秘書広報課"})
    job = ended(desk.desk)
    assert job.state.value == "failed"
    text = settled(desk, "/send")
    assert FIRST in text.split("課ごとの調査票")[0]
    assert "Excel などで開いていれば閉じてください" in text
    assert files_below(year) == before


def test_a_form_that_somebody_has_written_into_is_never_replaced(
    desk: AskedDesk, year: Path
) -> None:
    desk.post("/send/make", {"department": "秘書広報課"})
    ended(desk.desk)
    shutil.copyfile(SAMPLES / "returned" / FIRST, year / "outbox" / FIRST)
    assert "書き込みあり" in settled(desk, "/send")
    before = files_below(year)
    desk.post("/send/make", {"department": "秘書広報課"})
    assert ended(desk.desk).state.value == "failed"
    assert "書き込みのある調査票" in settled(desk, "/send")
    assert files_below(year) == before


def test_a_plan_that_stands_is_not_written_over(desk: AskedDesk, year: Path) -> None:
    before = files_below(year)
    shutil.copy(SAMPLES / "進捗状況.xlsx", year / "表.xlsx")
    desk.post("/plan/start", {"year": "2030"})
    assert ended(desk.desk).state.value == "failed"
    desk.post("/plan/import", {"table": "表.xlsx"})
    assert ended(desk.desk).state.value == "failed"
    assert {k: v for k, v in files_below(year).items() if k != "表.xlsx"} == before


def test_the_table_of_another_year_is_not_written_over(desk: AskedDesk, year: Path) -> None:
    from dataclasses import replace

    from ictxl.consolidated.workbook import write_consolidated
    from tests.support.rounds import real_plan, real_responses

    table = year / "進捗状況.xlsx"
    write_consolidated(replace(real_plan(), year=2018), real_responses(), set(), table)
    before = table.read_bytes()
    desk.post("/summary/make")
    assert ended(desk.desk).state.value == "failed"
    assert "平成30年度の進捗状況です。上書きはしません。" in settled(desk, "/summary")
    assert table.read_bytes() == before


@pytest.mark.slow
def test_what_departments_wrote_is_whole_after_a_kill_in_mid_work(
    year: Path, tmp_path: Path
) -> None:
    before = files_below(year)
    with running_desk(year, tmp_path) as running:
        visitor = Visitor(running.address)
        visitor.post("send/make", mail="on")
        while (
            not list((year / "outbox").glob(".ictxl-*")) and not (year / "outbox" / FIRST).exists()
        ):
            time.sleep(0.005)
        running.process.send_signal(signal.SIGKILL)
        running.process.wait()
    after = files_below(year)
    assert {name: after[name] for name in before} == before
    made = [
        name for name in after if name.startswith("outbox/") and not name.startswith("outbox/.")
    ]
    assert len(made) in {0, 36}, "all forms and mails, or none"
    with asked_desk(year) as desk:
        text = settled(desk, "/send")
        assert ("できています <b>18</b>" if made else "まだ <b>18</b>") in text
        assert ".ictxl-" not in text
        desk.post("/send/make", {"mail": "on"})
        assert ended(desk.desk).state.value == "done"


def test_the_first_page_needs_none_of_the_heavy_libraries() -> None:
    heavy = ["pandas", "numpy", "openpyxl", "xlsxwriter", "python_calamine", "rich"]
    script = (
        "import sys, ictxl.desk.server\n"
        f"loaded = [name for name in {heavy!r} if name in sys.modules]\n"
        "assert not loaded, loaded\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()


def test_following_a_round_needs_no_pandas(year: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from ictxl.pipeline.year_folder.live_round import LiveRound\n"
        "from ictxl.pipeline.year_folder.places import YearFolder\n"
        f"seen = LiveRound(YearFolder(Path({str(year)!r}))).look()\n"
        "assert len(seen.departments) == 18\n"
        "loaded = [name for name in ('pandas', 'numpy', 'openpyxl') if name in sys.modules]\n"
        "assert not loaded, loaded\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
