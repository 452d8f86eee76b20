"""Forms and mails that people have worked on are never replaced, moved or sent by mistake."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment

from ictxl.errors import OutputError
from ictxl.files.outputs import OLD_FOLDER
from ictxl.pipeline import reporting, sending, sending_back, watching
from tests.support.books import load
from tests.support.cli import ictxl
from tests.support.clients.libreoffice import Office
from tests.support.faulty_round import RETURNED, type_into
from tests.support.plan_tables import GOOD, plan_book
from tests.support.returned_forms import SHEET, Form, filled_form, small_plan

pytestmark = pytest.mark.slow

FORMS = ["01_秘書広報課.xlsx", "02_福祉課.xlsx", "03_施設課.xlsx"]
RENUMBERED = GOOD["担当課"].replace("| 秘書広報課 |          | ○ ", "| 秘書広報課 |          | × ")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan workbook of three departments."""
    return plan_book(tmp_path / "plan.xlsx")


@pytest.fixture
def outbox(plan: Path) -> Path:
    """Its forms and mails, as `generate --mail` makes them."""
    folder = plan.parent / "outbox"
    sending.generate(plan, folder, mail=True)
    assert names(folder) == sorted([*FORMS, *(mail_of(name) for name in FORMS)])
    return folder


def mail_of(form: str) -> str:
    return form.replace(".xlsx", ".eml")


def names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names(folder)}


@contextmanager
def untouched(folder: Path, *named: str) -> Iterator[None]:
    """The block is refused, names these files and changes nothing in the folder."""
    before = contents(folder)
    with pytest.raises(OutputError) as caught:
        yield
    for name in named:
        assert name in caught.value.message
    assert caught.value.remedy
    assert contents(folder) == before


def change(plan: Path) -> None:
    """Another name of the plan's first measure: all forms differ from those sent."""
    book = load(plan)
    book["施策"]["C2"] = "SNSによる発信"
    book.save(plan)


# --- 調査票


def test_a_filled_in_form_is_never_replaced(plan: Path, outbox: Path) -> None:
    type_into(outbox / FORMS[1], {("1-2", "progress"): "声の広報を毎月出した。"})
    with untouched(outbox, FORMS[1]):
        sending.generate(plan, outbox)


def test_the_other_departments_forms_can_be_made_meanwhile(plan: Path, outbox: Path) -> None:
    type_into(outbox / FORMS[1], {("1-2", "progress"): "声の広報を毎月出した。"})
    change(plan)
    written = (outbox / FORMS[1]).read_bytes()
    before = (outbox / FORMS[0]).read_bytes()
    sending.generate(plan, outbox, departments=["秘書広報課"])
    assert (outbox / FORMS[1]).read_bytes() == written
    assert (outbox / FORMS[0]).read_bytes() != before


def note_in_a_margin(sheet_file: Path) -> None:
    book = load(sheet_file)
    book[SHEET]["Q3"] = "山田に確認"
    book.save(sheet_file)


def comment_on_a_cell(sheet_file: Path) -> None:
    book = load(sheet_file)
    book[SHEET]["C9"].comment = Comment("昨年の数字です", "山田")
    book.save(sheet_file)


def remark_only(sheet_file: Path) -> None:
    type_into(sheet_file, {("1-2", "remarks"): "担当が替わりました。"})


def words_in_the_properties(sheet_file: Path) -> None:
    book = load(sheet_file)
    book.properties.description = "回答は別途お送りします。"
    book.save(sheet_file)


def other_workbook(sheet_file: Path) -> None:
    shutil.copy(RETURNED / "02_福祉課.xlsx", sheet_file)


def no_workbook_at_all(sheet_file: Path) -> None:
    sheet_file.write_bytes("福祉課の回答です。".encode())


@pytest.mark.parametrize(
    "work",
    [
        note_in_a_margin,
        comment_on_a_cell,
        remark_only,
        words_in_the_properties,
        other_workbook,
        no_workbook_at_all,
    ],
)
def test_whatever_a_person_put_there_stops_generate(plan: Path, outbox: Path, work: object) -> None:
    assert callable(work)
    work(outbox / FORMS[1])
    change(plan)
    with untouched(outbox, FORMS[1]):
        sending.generate(plan, outbox)


def test_blank_forms_give_way_to_those_of_a_changed_plan(plan: Path, outbox: Path) -> None:
    before = contents(outbox)
    change(plan)
    sending.generate(plan, outbox, mail=True)
    after = contents(outbox)
    assert after.keys() == before.keys()
    assert all(after[name] != before[name] for name in FORMS)


def test_a_blank_form_that_somebody_only_saved_gives_way_too(
    plan: Path, outbox: Path, office: Office
) -> None:
    form = outbox / FORMS[0]
    office.convert(form, outbox.parent / "saved.xlsx")
    shutil.move(outbox.parent / "saved.xlsx", form)
    saved = form.read_bytes()
    sending.generate(plan, outbox)
    assert form.read_bytes() != saved
    assert not (outbox / OLD_FOLDER).exists()


def test_returns_are_no_place_for_forms(tmp_path: Path) -> None:
    returned = tmp_path / "returned"
    shutil.copytree(RETURNED, returned)
    before = contents(returned)
    run = ictxl("generate", RETURNED.parent / "plan.xlsx", "-o", returned)
    assert run.code == 2
    assert "01_秘書広報課.xlsx" in run.err
    assert contents(returned) == before


def test_renumbered_departments_leave_no_old_form_or_mail(plan: Path, outbox: Path) -> None:
    plan_book(plan, 担当課=RENUMBERED)
    old = contents(outbox)
    run = ictxl("generate", plan, "-o", outbox, "--mail")
    assert run.code == 0
    now = [f"{name}{suffix}" for name in ("01_福祉課", "02_施設課") for suffix in (".eml", ".xlsx")]
    gone = sorted([*FORMS, *map(mail_of, FORMS)])
    assert names(outbox) == sorted([*now, *(f"{OLD_FOLDER}/{name}" for name in gone)])
    for name in gone:
        assert f"「{outbox / name}」は「{outbox / OLD_FOLDER / name}」へ" in run.err
        assert (outbox / OLD_FOLDER / name).read_bytes() == old[name]


def test_an_old_form_with_answers_stops_the_renumbering(plan: Path, outbox: Path) -> None:
    type_into(outbox / FORMS[1], {("1-2", "rating"): "A"})
    plan_book(plan, 担当課=RENUMBERED)
    with untouched(outbox, FORMS[1]):
        sending.generate(plan, outbox, mail=True)


def test_only_what_ictxl_made_is_moved(plan: Path, outbox: Path) -> None:
    strangers = {
        "04_議会資料.xlsx": (RETURNED.parent / "進捗状況.xlsx").read_bytes(),
        "04_お知らせ.eml": b"Subject: x\r\n\r\ny",
        "回答の控え.xlsx": (outbox / FORMS[0]).read_bytes(),
        "05_税務課.txt": b"memo",
    }
    for name, content in strangers.items():
        (outbox / name).write_bytes(content)
    sending.generate(plan, outbox, mail=True)
    assert not (outbox / OLD_FOLDER).exists()
    assert strangers.items() <= contents(outbox).items()


def test_another_plans_forms_may_share_the_outbox(plan: Path, outbox: Path) -> None:
    other = plan_book(
        plan.with_name("other.xlsx"),
        担当課=RENUMBERED,
        設定=GOOD["設定"].replace("情報化計画", "防災計画　"),
    )
    before = names(outbox)
    sending.generate(other, outbox)
    assert names(outbox) == sorted([*before, "01_福祉課.xlsx", "02_施設課.xlsx"])


def test_a_mail_that_holds_an_outdated_form_is_set_aside(plan: Path, outbox: Path) -> None:
    change(plan)
    sending.generate(plan, outbox)  # without --mail
    old = [f"{OLD_FOLDER}/{mail_of(name)}" for name in FORMS]
    assert names(outbox) == sorted([*FORMS, *old])


def test_an_edited_mail_is_kept_and_named(plan: Path, outbox: Path) -> None:
    draft = outbox / mail_of(FORMS[0])
    edited = draft.read_bytes().replace(b"Subject: ", b"Subject: Re: ")
    draft.write_bytes(edited)
    run = ictxl("generate", plan, "-o", outbox, "--mail")
    kept = outbox / OLD_FOLDER / draft.name
    assert (kept.read_bytes(), str(kept) in run.err) == (edited, True)
    assert names(outbox / OLD_FOLDER) == [draft.name]
    attached = [p for p in message_from_bytes(draft.read_bytes()).walk() if p.get_filename()]
    assert [p.get_payload(decode=True) for p in attached] == [(outbox / FORMS[0]).read_bytes()]


def test_a_second_file_of_the_same_name_is_numbered_among_the_old_ones(
    plan: Path, outbox: Path
) -> None:
    draft = outbox / mail_of(FORMS[0])
    for number in range(2):
        draft.write_bytes(draft.read_bytes() + b"%d" % number)
        sending.generate(plan, outbox, mail=True)
    assert names(outbox / OLD_FOLDER) == ["01_秘書広報課 (2).eml", "01_秘書広報課.eml"]


# --- 差戻し


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Two returns with faults, and what was sent back about them."""
    returned = tmp_path / "returned"
    returned.mkdir()
    for department in ("文書課", "健康課"):
        filled_form(returned / f"{department}.xlsx", department=department, answers={})
    sending_back.sendback([str(returned)], tmp_path / "差戻し")
    assert names(tmp_path / "差戻し") == ["健康課.xlsx", "文書課.xlsx"]
    return tmp_path


def send_back(desk: Path, **options: Any) -> sending_back.SendbackResult:
    return sending_back.sendback([str(desk / "returned")], desk / "差戻し", **options)


def test_a_mended_copy_is_never_replaced(desk: Path) -> None:
    mended = desk / "差戻し" / "文書課.xlsx"
    Form(mended).fill({"1-1": ("B", "申請を3件電子化した。")}).save()
    with untouched(desk, "文書課.xlsx"):
        send_back(desk)


def test_a_mended_copy_that_lies_among_the_returns_too_is_replaced(desk: Path) -> None:
    mended = desk / "差戻し" / "文書課.xlsx"
    Form(mended).fill({"1-1": ("B", "申請を3件電子化した。")}).save()
    shutil.copy(mended, desk / "returned" / "文書課.xlsx")
    send_back(desk)
    assert mended.read_bytes() != (desk / "returned" / "文書課.xlsx").read_bytes()
    assert Form(mended).cell("1-1", "rating").value == "B"


def test_untouched_copies_give_way_to_newly_marked_ones(desk: Path) -> None:
    copy = desk / "差戻し" / "文書課.xlsx"
    before = copy.read_bytes()
    answers = {"1-1": ("B", "申請を3件電子化した。", "1.現状維持")}
    filled_form(desk / "returned" / "文書課.xlsx", answers=answers)
    send_back(desk)
    assert copy.read_bytes() != before
    assert names(desk / "差戻し") == ["健康課.xlsx", "文書課.xlsx"]


def test_a_copy_nobody_is_asked_about_any_more_is_set_aside(desk: Path) -> None:
    filled_form(desk / "returned" / "文書課.xlsx")
    send_back(desk)
    assert names(desk / "差戻し") == ["健康課.xlsx", f"{OLD_FOLDER}/文書課.xlsx"]


def test_a_run_about_one_department_leaves_the_others_copies(desk: Path) -> None:
    filled_form(desk / "returned" / "文書課.xlsx")
    send_back(desk, wanted=reporting.Filter(departments=frozenset({"健康課"})))
    send_back(desk, wanted=reporting.Filter(severities=frozenset({"error"})))
    assert names(desk / "差戻し") == ["健康課.xlsx", "文書課.xlsx"]


def test_a_copy_that_could_not_be_marked_goes_with_its_list(desk: Path, office: Office) -> None:
    (desk / "差戻し" / "健康課.xlsx").unlink()
    old = desk / "returned" / "健康課.xlsx"
    office.convert(old, old.with_suffix(".xls"))
    old.unlink()
    send_back(desk)
    pair = ["健康課.xls", "健康課_指摘事項.xlsx"]
    assert names(desk / "差戻し") == sorted([*pair, "文書課.xlsx"])
    send_back(desk)
    assert names(desk / "差戻し") == sorted([*pair, "文書課.xlsx"])
    # Now another file of the department's stands, and only that is asked about.
    filled_form(desk / "returned" / "文書課.xlsx")
    (desk / "差戻し" / "健康課.xls").write_bytes(b"mended by the department")
    with untouched(desk, "健康課.xls"):
        send_back(desk)


def test_returns_are_no_place_for_sendbacks(desk: Path) -> None:
    returned = desk / "returned"
    for argument in (returned, returned / "文書課.xlsx", f"{returned}/../returned"):
        with untouched(desk, "returned"):
            sending_back.sendback([str(argument)], returned)


def test_mails_to_departments_that_need_none_any_more_are_set_aside(desk: Path) -> None:
    mails = desk / "mail"
    sending_back.write_sendback_mails(send_back(desk), mails)
    assert names(mails) == ["01_文書課.eml", "02_健康課.eml"]
    (mails / "03_学校課.eml").write_bytes(b"X-Unsent: 1\r\nSubject: reminder\r\n\r\n")
    filled_form(desk / "returned" / "文書課.xlsx")
    sending_back.write_sendback_mails(send_back(desk), mails)
    # A reminder in the same folder, which has nothing attached, is not sendback's.
    assert names(mails) == ["02_健康課.eml", "03_学校課.eml", f"{OLD_FOLDER}/01_文書課.eml"]


def test_copies_and_mails_are_of_one_run(desk: Path) -> None:
    mails = desk / "mail"
    mails.mkdir()
    (mails / "02_健康課.eml").write_bytes(b"Subject: Re: x\r\n\r\nsent")
    filled_form(desk / "returned" / "文書課.xlsx", answers={"1-1": ("B", "申請を電子化した。")})
    with untouched(desk, "02_健康課.eml"):
        send_back(desk, mail_folder=mails)
    (mails / "02_健康課.eml").unlink()
    result = send_back(desk, mail_folder=mails)
    assert [path.name for path in result.drafts] == ["01_文書課.eml", "02_健康課.eml"]
    attached = message_from_bytes(result.drafts[0].read_bytes()).get_payload(1)
    assert attached.get_payload(decode=True) == (desk / "差戻し" / "文書課.xlsx").read_bytes()


def test_a_run_about_one_department_leaves_the_others_mails(desk: Path) -> None:
    mails = desk / "mail"
    send_back(desk, mail_folder=mails)
    filled_form(desk / "returned" / "文書課.xlsx")
    only = reporting.Filter(departments=frozenset({"健康課"}))
    send_back(desk, mail_folder=mails, wanted=only)
    send_back(desk, mail_folder=mails, wanted=reporting.Filter(severities=frozenset({"error"})))
    assert names(mails) == ["01_文書課.eml", "02_健康課.eml"]


def test_a_reminder_is_set_aside_when_the_answer_is_there(desk: Path) -> None:
    mails, returned = desk / "mail", desk / "returned"
    watching.status([str(returned)], mail_folder=mails)
    assert names(mails) == ["01_文書課.eml", "02_健康課.eml", "03_学校課.eml"]
    answers = {"1-3": ("A", "文書を配った。", "2.拡充"), "2-2": ("B", "講座を開いた。", "2.拡充")}
    filled_form(returned / "学校課.xlsx", department="学校課", answers=answers)
    watching.status([str(returned)], mail_folder=mails)
    assert names(mails) == ["01_文書課.eml", "02_健康課.eml", f"{OLD_FOLDER}/03_学校課.eml"]


def test_a_departments_own_mail_is_no_draft(desk: Path) -> None:
    returned = desk / "returned"
    (returned / "01_文書課.eml").write_bytes(b"Subject: Re: x\r\n\r\nsent")
    with untouched(desk, "01_文書課.eml"):
        watching.status([str(returned)], mail_folder=returned)


def test_a_file_is_no_folder(desk: Path) -> None:
    form = desk / "returned" / "文書課.xlsx"
    for job in (
        lambda: watching.status([str(form)], mail_folder=form),
        lambda: sending.generate(RETURNED.parent / "plan.xlsx", form),
    ):
        with untouched(desk, "文書課.xlsx", "ファイルです"):
            job()


def test_the_plan_of_a_sendback_may_have_been_issued_anew(desk: Path) -> None:
    """A form of a newer edition, blank, is still the department's form and no stranger."""
    newer = replace(small_plan(), saved_at="2025-04-02T00:00:00Z")
    filled_form(desk / "returned" / "文書課.xlsx", plan=newer, answers={})
    send_back(desk)
    assert names(desk / "差戻し") == ["健康課.xlsx", "文書課.xlsx"]
