"""Starting, finding, ending the desk; jobs that run beside the page."""

from __future__ import annotations

import http.cookiejar
import os
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from unittest import mock

import pytest

from benchmarks.rounds import make_round
from ictxl.cli.desk import _existing
from ictxl.desk.jobs import Job, Outcome
from ictxl.desk.state import Desk
from ictxl.errors import InputError
from ictxl.runtime.stages import Progress
from tests.support.cli import ictxl
from tests.support.desks import (
    AskedDesk,
    asked_desk,
    opening_address,
    running_desk,
    sample_year,
    start_desk,
)

pytestmark = pytest.mark.lengthy


class Visitor:
    """A browser as far as cookies and forms go."""

    def __init__(self, address: str) -> None:
        jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        with self._opener.open(address, timeout=20) as answer:
            self.text = answer.read().decode("utf-8")
            self.base = answer.url.rpartition("/")[0]

    def get(self, name: str) -> str:
        with self._opener.open(f"{self.base}/{name}", timeout=20) as answer:
            text: str = answer.read().decode("utf-8")
            return text

    def post(self, name: str, **fields: str) -> str:
        found = re.search(r'name="token" value="(\w+)"', self.text)
        assert found
        data = urllib.parse.urlencode({"token": found[1], **fields}).encode()
        origin = "/".join(self.base.split("/")[:3])
        asked = urllib.request.Request(f"{self.base}/{name}", data, {"Origin": origin})
        with self._opener.open(asked, timeout=20) as answer:
            text: str = answer.read().decode("utf-8")
            return text


def test_a_second_start_opens_the_desk_that_runs(year: Path, tmp_path: Path) -> None:
    with running_desk(year, tmp_path) as first:
        Visitor(first.address)
        second = start_desk(year, tmp_path)
        address = opening_address(second)
        assert second.wait(10) == 0, "it leaves at once"
        assert address.rpartition("?")[0] == first.address.rpartition("?")[0]
        assert "年度</p>" in Visitor(address).text


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells it so")
def test_the_first_page_is_there_after_a_second_of_work(tmp_path: Path) -> None:
    """In seconds of the processor, so that it makes no difference what else the machine does."""
    made = make_round(tmp_path / "round", 300)
    with running_desk(made.plan.parent, tmp_path) as desk:
        assert Visitor(desk.address).text
        fields = Path(f"/proc/{desk.process.pid}/stat").read_text().rpartition(")")[2].split()
        spent = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    assert spent < 1.0


def test_another_folder_gets_a_desk_of_its_own(year: Path, tmp_path: Path) -> None:
    other = sample_year(tmp_path / "ほかの年度", returned=False)
    with running_desk(year, tmp_path) as first, running_desk(other, tmp_path) as second:
        assert first.port != second.port


@pytest.mark.slow
def test_a_desk_that_was_killed_is_not_in_the_way(year: Path, tmp_path: Path) -> None:
    with running_desk(year, tmp_path) as first:
        first.process.kill()
        first.process.wait()
    with running_desk(year, tmp_path) as second:
        assert Visitor(second.address).text


def test_the_page_can_end_the_desk(year: Path, tmp_path: Path) -> None:
    with running_desk(year, tmp_path) as desk:
        visitor = Visitor(desk.address)
        assert "ictxl を終わりました。" in visitor.post("quit")
        assert desk.process.wait(10) == 0
        assert list((tmp_path / "ictxl").iterdir()) == []
        with pytest.raises(urllib.error.URLError):
            visitor.get("plan")


def test_a_new_folder_is_made_for_the_desk(tmp_path: Path) -> None:
    """A first `ictxl desk 令和8年度`, as the README has it."""
    with mock.patch("ictxl.desk.server.run_desk") as run_desk:
        run = ictxl("desk", "令和8年度", "--no-browser", cwd=tmp_path)
        assert run.code == 0, run.err
        assert "フォルダー「令和8年度」を作りました。" in run.out
        assert run_desk.call_args.args[0] == (tmp_path / "令和8年度").resolve()
        run = ictxl("desk", "令和8年度", "--no-browser", cwd=tmp_path)
        assert "作りました" not in run.out
        assert run_desk.call_count == 2
        run = ictxl("desk", "調査/令和8年度", cwd=tmp_path)
        assert run.code == 2, "a slip on the way there makes no folders"
        assert "フォルダー「調査/令和8年度」がありません" in run.err.replace("\\", "/")
        assert run_desk.call_count == 2
    assert [path.name for path in tmp_path.iterdir()] == ["令和8年度"]


def test_a_file_that_is_dropped_on_the_program_means_its_folder(year: Path) -> None:
    assert _existing(year / "plan.xlsx") == year
    assert _existing(year) == year
    with pytest.raises(InputError):
        _existing(year / "ない" / "もの")


# --- jobs


def ended(desk: Desk) -> Job:
    until = time.monotonic() + 20
    while desk.jobs.latest is None or desk.jobs.latest.is_running:
        assert time.monotonic() < until
        time.sleep(0.01)
    return desk.jobs.latest


@pytest.fixture
def held() -> threading.Event:
    return threading.Event()


def hold(desk: AskedDesk, held: threading.Event) -> None:
    """A job that goes on until it is let go."""

    def work(progress: Progress) -> Outcome:
        for step in range(10_000):
            progress(step, 10_000)
            if held.wait(0.01):
                break
        return Outcome("終わり")

    desk.desk.jobs.start("長い仕事", "plan", "ictxl", work)


def test_a_page_never_waits_for_a_job(year: Path, held: threading.Event) -> None:
    with asked_desk(year) as desk:
        desk.desk.look(patience=20)
        hold(desk, held)
        for page in ("/plan", "/send", "/gathering", "/findings"):
            text = desk.get(page).text
            assert "長い仕事" in text
            assert "/ 10000" in text
        held.set()
        assert ended(desk.desk).outcome == Outcome("終わり")


def test_a_job_can_be_stopped_and_has_written_nothing(year: Path, held: threading.Event) -> None:
    with asked_desk(year) as desk:
        hold(desk, held)
        assert desk.post("/job/stop", {"screen": "plan"}).status_code == 303
        job = ended(desk.desk)
        assert job.state.value == "stopped"
        assert "途中で止めました" in desk.get("/plan").text


def test_making_forms_can_be_stopped_without_a_trace(
    year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ictxl.pipeline import sending

    with asked_desk(year) as desk:
        write = sending.write_form

        def write_and_stop(*arguments: object) -> None:
            write(*arguments)  # type: ignore[arg-type]
            desk.desk.jobs.stop()

        monkeypatch.setattr(sending, "write_form", write_and_stop)
        desk.post("/send/make", {"mail": "on"})
        assert ended(desk.desk).state.value == "stopped"
    assert not (year / "outbox").exists()


def test_one_job_runs_at_a_time(year: Path, held: threading.Event) -> None:
    with asked_desk(year) as desk:
        hold(desk, held)
        answer = desk.post("/send/make")
        assert answer.status_code == 409
        assert "ほかの作業をしています。" in answer.text
        assert desk.post("/plan/turn", {"folder": ""}).status_code == 409
        held.set()
        ended(desk.desk)


def test_what_fails_unexpectedly_is_told_on_the_page(year: Path) -> None:
    def work(_progress: Progress) -> Outcome:
        raise KeyError("原因")

    with asked_desk(year) as desk:
        desk.desk.jobs.start("仕事", "plan", "ictxl", work)
        assert ended(desk.desk).state.value == "failed"
        assert "思わぬ誤りで中断しました" in desk.get("/plan").text


def test_each_action_shows_the_command_that_it_stands_for(year: Path) -> None:
    with asked_desk(year) as desk:
        desk.desk.look(patience=20)
        shown = {
            "/send": "ictxl generate plan.xlsx -o outbox --mail",
            "/gathering": "ictxl status returned --plan plan.xlsx --mail 督促",
            "/findings": "ictxl check returned --plan plan.xlsx",
            "/sendback": "ictxl sendback returned --plan plan.xlsx --mail 差戻しメール",
            "/summary": "ictxl merge returned --plan plan.xlsx",
        }
        for page, command in shown.items():
            assert f"<code>{command}</code>" in desk.get(page).text
        desk.post("/summary/make", {"csv": "on", "paper": "A4"})
        job = ended(desk.desk)
        assert job.command == "ictxl merge returned --plan plan.xlsx --csv --paper A4"
        assert (year / "進捗状況.csv").is_file()
