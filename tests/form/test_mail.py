"""Mail drafts as a mail program reads them."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from ictxl.errors import InputError
from ictxl.files.mail_drafts import MailDraft, write_mail_draft
from ictxl.form.mail_template import MAIL_FILE, compose, read_mail_text
from ictxl.model import Department, Plan
from tests.support.books import sheet_of
from tests.support.forms import SHEET, write_form
from tests.support.plan_tables import read_tables, settings
from tests.support.rounds import real_plan

NAME = "01_秘書広報課.xlsx"
CONTENT = b"PK\x03\x04 the form"


def read(draft: bytes) -> EmailMessage:
    message = message_from_bytes(draft, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body_of(draft: bytes) -> str:
    body = read(draft).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def draft(department: Department, folder: Path, plan: Plan | None = None) -> bytes:
    attached = folder / NAME
    attached.write_bytes(CONTENT)
    words = compose(read_mail_text(folder), plan or real_plan(), department, NAME)
    target = folder / "draft.eml"
    write_mail_draft(MailDraft(department.name, department.mail, *words, (attached,)), target)
    return target.read_bytes()


def department(mail: str) -> Department:
    return replace(real_plan().department_by_name["秘書広報課"], mail=mail)


def test_a_draft_opens_for_sending_with_the_form_attached(tmp_path: Path) -> None:
    raw = draft(department("hisho@city.example.jp"), tmp_path)
    message = read(raw)
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == "【依頼】情報化計画 平成31(令和元)年度 進捗状況調査"
    (to,) = message["To"].addresses
    assert (to.display_name, to.addr_spec) == ("秘書広報課", "hisho@city.example.jp")
    text = body_of(raw)
    assert text.startswith("秘書広報課 御中\n")
    assert f"「{NAME}」(3施策)" in text
    assert "提出期限: 令和元年11月29日(金)" in text
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (NAME, CONTENT)


def test_a_draft_is_ascii_on_the_wire_and_has_windows_line_ends(tmp_path: Path) -> None:
    raw = draft(department("hisho@city.example.jp"), tmp_path)
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.splitlines())) <= 998  # RFC 5322, 2.1.1


def test_the_same_draft_is_the_same_bytes_and_bears_no_date(tmp_path: Path) -> None:
    first, second = (draft(department("a@example.jp"), tmp_path) for _ in range(2))
    assert first == second
    assert read(first)["Date"] is None
    assert read(first)["Message-ID"] is None


def test_several_addresses_are_all_asked(tmp_path: Path) -> None:
    message = read(draft(department("a@example.jp、b@example.jp; c@example.jp"), tmp_path))
    addresses = [to.addr_spec for to in message["To"].addresses]
    assert addresses == ["a@example.jp", "b@example.jp", "c@example.jp"]


def test_without_an_address_the_recipient_is_left_open(tmp_path: Path) -> None:
    assert read(draft(department(""), tmp_path))["To"] is None


@pytest.mark.parametrize("mail", ["課長", "a@", "@example.jp", "課長@example.jp", "a b"])
def test_what_is_no_address_is_left_open(tmp_path: Path, mail: str) -> None:
    assert read(draft(department(mail), tmp_path))["To"] is None


@pytest.mark.parametrize(
    ("written", "year_label", "printed"),
    [
        ("2026/12/25", "", "令和8年12月25日(金)"),
        ("2019-04-30", "", "平成31年4月30日(火)"),
        ("'2026年12月25日 17:00", "令和8年度", "令和8年12月25日(金) 17:00"),
        ("2026/12/25", "2026年度", "2026年12月25日(金)"),
        ("12月25日(金)必着", "", "12月25日(金)必着"),
        ("2026年12月25日から順次", "", "2026年12月25日から順次"),
        ("'2026年13月25日", "", "2026年13月25日"),
    ],
)
def test_a_deadline_is_printed_in_the_plans_calendar(
    tmp_path: Path, written: str, year_label: str, printed: str
) -> None:
    given = settings(提出期限=written, 年度表示=year_label)
    plan, _ = read_tables(tmp_path, 設定=given)
    chosen = plan.answering_departments[0]
    assert f"提出期限: {printed}\n" in body_of(draft(chosen, tmp_path, plan))
    path = write_form(tmp_path / "form.xlsx", plan, chosen.name)
    assert sheet_of(path, SHEET)["B3"].value == f"提出期限: {printed}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_text_comes_from_the_plans_folder(tmp_path: Path, encoding: str) -> None:
    text = "件名\uff1a{年度}調査のお願い({担当課})\r\n\r\n{調査票名}をお願いします。\r\n"
    (tmp_path / MAIL_FILE).write_bytes(text.encode(encoding))
    raw = draft(department("a@example.jp"), tmp_path)
    assert read(raw)["Subject"] == "平成31(令和元)年度調査のお願い(秘書広報課)"
    assert body_of(raw) == f"{NAME}をお願いします。\n"


def test_a_line_that_would_say_nothing_is_left_out(tmp_path: Path) -> None:
    plan = replace(real_plan(), deadline="")
    body = body_of(draft(department(""), tmp_path, plan))
    assert "提出期限" not in body
    assert "問い合わせ先: 情報課" in body


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("お願いします。", "1 行目に件名がありません"),
        ("件名: お願い\n\n{課名}御中", "3 行目に、知らない差し込み欄「{課名}」"),
    ],
)
def test_a_text_that_cannot_be_used_is_refused_with_its_line(
    tmp_path: Path, text: str, complaint: str
) -> None:
    (tmp_path / MAIL_FILE).write_text(text, "utf-8")
    with pytest.raises(InputError) as refused:
        read_mail_text(tmp_path)
    assert complaint in refused.value.message
    assert MAIL_FILE in refused.value.message
