"""`ictxl status`: who has returned what, kept current, and reminders as mail drafts."""

from __future__ import annotations

import email
import os
import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from ictxl.findings import CATALOGUE
from ictxl.pipeline.sending import generate
from ictxl.pipeline.watching import StatusResult, status
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from ictxl.questions import Level
from ictxl.report.request_texts import mending_text
from ictxl.report.status import SubmissionState
from tests.support.cli import ictxl
from tests.support.places import ROOT

PLAN = ROOT / "samples" / "plan.xlsx"
PATIENCE = 40
"""Seconds until a watching process counts as deaf."""
MOST_TRIES = 80


@pytest.fixture(scope="module")
def state(faulty_round: Path) -> StatusResult:
    return status([str(faulty_round)])


def test_departments_stand_in_the_plans_order_with_their_states(
    state: StatusResult,
) -> None:
    plan = state.round.plan
    assert [s.department for s in state.departments] == [d.name for d in plan.answering_departments]
    others = {
        s.department: s.state for s in state.departments if s.state is not SubmissionState.DONE
    }
    assert others == {
        "秘書広報課": SubmissionState.PARTIAL,
        "福祉課": SubmissionState.TO_MEND,
        "施設課": SubmissionState.MISSING,
        "人事課": SubmissionState.TO_MEND,
    }
    first = state.departments[0]
    assert (first.filled, first.measures, first.errors, first.warnings) == (1, 3, 3, 1)
    assert first.files == ("01_秘書広報課.xlsx",)


def test_a_copy_is_not_called_unreadable(tmp_path: Path) -> None:
    first = next((ROOT / "samples" / "returned").glob("01_*.xlsx"))
    shutil.copy(first, tmp_path / "01.xlsx")
    shutil.copy(first, tmp_path / "01(最新).xlsx")
    (tmp_path / "メモ.txt").write_text("あとで返す", encoding="utf-8")
    lines = ictxl("status", tmp_path).out.splitlines()
    assert [line for line in lines if line.endswith("ファイル: メモ.txt")]
    assert ictxl("status", tmp_path, "--json").json["strays"] == ["メモ.txt"]


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2019-10-21", "まであと 10 日"),
        ("2019-10-31", "は今日です"),
        ("2019-11-03", "を 3 日過ぎています"),
    ],
)
def test_the_days_to_the_deadline_are_told(tmp_path: Path, today: str, said: str) -> None:
    run = ictxl("status", tmp_path, "--plan", PLAN, "--today", today)
    assert run.code == 1, "nobody has returned anything"
    assert said in run.out
    assert run.out.count("未提出") == 19, "18 departments, and the line that counts them"


def test_without_files_and_without_a_plan_it_says_what_to_do(tmp_path: Path) -> None:
    run = ictxl("status", tmp_path)
    assert run.code == 2
    assert "Excel ブックがありません" in run.err


def test_json_tells_the_same(faulty_round: Path, state: StatusResult) -> None:
    run = ictxl("status", faulty_round, "--json", "--today", "2019-10-21")
    assert run.code == 1
    assert run.json["days_left"] == 10
    told = [(d["department"], d["label"], d["filled"]) for d in run.json["departments"]]
    assert told == [(s.department, s.state.value, s.filled) for s in state.departments]


def test_reminders_are_drafted_for_the_missing_and_the_faulty(
    faulty_round: Path, tmp_path: Path
) -> None:
    plan = read_plan(PLAN)
    addresses = {"施設課": "shisetsu@city.example.jp"}
    departments = tuple(replace(d, mail=addresses.get(d.name, d.mail)) for d in plan.departments)
    write_plan(replace(plan, departments=departments), tmp_path / "plan.xlsx")

    def remind() -> tuple[Path, ...]:
        places = {"plan_file": tmp_path / "plan.xlsx", "mail_folder": tmp_path / "mail"}
        return status([str(faulty_round)], **places).drafts

    drafts = remind()
    assert [path.name for path in drafts] == [
        "01_秘書広報課.eml",
        "02_福祉課.eml",
        "13_施設課.eml",
        "16_人事課.eml",
    ]
    missing, faulty = _read(drafts[2]), _read(drafts[0])
    assert missing["X-Unsent"] == "1"
    assert missing["To"].addresses[0].addr_spec == "shisetsu@city.example.jp"
    assert missing["To"].addresses[0].display_name == "施設課"
    assert "調査票の提出" in missing["Subject"]
    assert "まだ届いていません" in missing.get_content()
    assert faulty["To"] is None
    assert "評価が未記入です。" in faulty.get_content()
    assert "J7" in faulty.get_content()
    before = [path.read_bytes() for path in drafts]
    again = remind()
    assert [path.read_bytes() for path in again] == before


def test_who_returned_a_blank_form_is_asked_for_a_filled_in_one(tmp_path: Path) -> None:
    made = generate(PLAN, tmp_path / "returned", departments=["情報課"])
    returned, mails = str(tmp_path / "returned"), tmp_path / "mail"
    drafts = status([returned], plan_file=PLAN, mail_folder=mails).drafts
    (draft,) = [_read(path) for path in drafts if path.stem == made.forms[0].path.stem]
    assert "調査票の提出" in draft["Subject"]
    assert "何も記入されていませんでした" in draft.get_content()
    assert "セル" not in draft.get_content()


def test_letters_call_a_measure_as_the_plan_does() -> None:
    plan = replace(read_plan(PLAN), levels=(Level("柱", "第{1}"), Level("事業", "{1}")))
    found = CATALOGUE["A001"](
        file="a.xlsx",
        sheet="進捗入力",
        cell="J7",
        measure="1-1",
        question="評価",
        **dict.fromkeys(("choices", "to_do", "listed", "other", "chosen", "limit", "unit"), ""),
        length=0,
    )
    text = mending_text(plan, "情報課", [found])
    assert "セル J7 (事業 1-1)" in text


def _read(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.lengthy
def test_watching_shows_a_file_as_soon_as_it_arrives(faulty_round: Path, tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    command = [sys.executable, "-m", "ictxl", "status", folder, "--plan", PLAN, "--watch"]
    watching = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    said: SimpleQueue[str] = SimpleQueue()
    assert watching.stdout is not None
    lines = iter(watching.stdout)
    listener = threading.Thread(target=lambda: [said.put(line) for line in lines], daemon=True)
    listener.start()
    try:
        while "届くのを待っています" not in said.get(timeout=PATIENCE):
            pass
        for _ in range(MOST_TRIES):
            # The watch begins a moment after it is announced.
            shutil.copy(faulty_round / "18_市民課.xlsx", folder)
            if "未提出 17" in (line := _line_with(said, "未提出")):
                break
        assert "完了 1、" in line and "未提出 17" in line
    finally:
        watching.kill()
        watching.wait()
        listener.join(5)


def _line_with(said: SimpleQueue[str], words: str) -> str:
    """The next such line, or none for as long as a busy computer may need."""
    with suppress(Empty):
        while True:
            if words in (line := said.get(timeout=PATIENCE / MOST_TRIES)):
                return line
    return ""
