"""`ictxl generate` and `ictxl template check` on the real plan."""

from __future__ import annotations

import shutil
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from ictxl.errors import InputError
from ictxl.form.template.template_file import default_template_path
from ictxl.pipeline.sending import generate
from tests.support.books import load, sheet_of
from tests.support.cli import Run, ictxl, ictxl_process
from tests.support.forms import SHEET, where
from tests.support.places import ROOT
from tests.support.plan_tables import GOOD, plan_book

pytestmark = pytest.mark.lengthy

SAMPLES = ROOT / "samples"
PLAN = SAMPLES / "plan.xlsx"


def shown(path: Path, measure: str) -> tuple[object, object]:
    """(前回評価, 前回の進捗状況) of a measure."""
    place = where(path)
    sheet = sheet_of(path, SHEET)
    for key in ("previous_rating", "previous_progress"):
        assert not sheet.column_dimensions[place.columns[key]].hidden
        assert sheet[place.at(measure, key)].protection.locked
    return (
        sheet[place.at(measure, "previous_rating")].value,
        sheet[place.at(measure, "previous_progress")].value,
    )


@pytest.mark.parametrize("source", ["進捗状況.xlsx", "returned"])
def test_last_year_stands_beside_this_year(tmp_path: Path, source: str) -> None:
    run = ictxl(
        *("generate", PLAN, "-o", tmp_path, "--department", "人事課"),
        *("--previous", SAMPLES / source, "--json"),
    )
    assert run.code == 0, run.err
    (form,) = run.json["forms"]
    rating, progress = shown(Path(form["file"]), "3-8")
    assert rating == "B"
    assert isinstance(progress, str)
    assert progress.startswith("岐阜県市町村研修センターが主催する研修において、エクセル講座に1名")
    # The samples are of this very year, which is worth a warning.
    assert {found["code"] for found in run.json["findings"]} == {"T022"}


@pytest.fixture
def merged(tmp_path: Path) -> Path:
    """A folder of returned forms into which a merge has written its results."""
    folder = tmp_path / "returned"
    shutil.copytree(SAMPLES / "returned", folder)
    run = ictxl("merge", folder, "-o", folder / "進捗状況.xlsx", "--csv", "--html", "-q")
    assert run.code in {0, 1}, run.err
    assert len([*folder.glob("*進捗状況*")]) > 4
    return folder


def generated(previous: Path, outbox: Path) -> Run:
    named = ("--department", "人事課", "--previous", previous, "--json")
    return ictxl("generate", PLAN, "-o", outbox, *named)


def test_results_beside_last_years_forms_are_passed_over_by_name(
    tmp_path: Path, merged: Path
) -> None:
    run = generated(merged, tmp_path / "outbox")
    assert run.code == 0, run.err
    (form,) = run.json["forms"]
    assert shown(Path(form["file"]), "3-8")[0] == "B"
    told = {found["code"]: found["value"] for found in run.json["findings"]}
    assert told.keys() == {"T022", "F022"}
    assert told["F022"] == "進捗状況.xlsx"


def test_of_a_folder_of_results_the_table_is_meant(tmp_path: Path, merged: Path) -> None:
    for form in merged.glob("[0-9]*.xlsx"):
        form.unlink()
    run = generated(merged, tmp_path / "outbox")
    assert run.code == 0, run.err
    assert shown(Path(run.json["forms"][0]["file"]), "3-8")[0] == "B"
    assert {found["code"] for found in run.json["findings"]} == {"T022"}
    shutil.copyfile(merged / "進捗状況.xlsx", merged / "二つ目.xlsx")
    run = generated(merged, tmp_path / "other")
    assert run.code == 2
    assert "進捗状況.xlsx" in run.err
    assert "二つ目.xlsx" in run.err
    for table in merged.glob("*.xlsx"):
        if not table.name.endswith(".report.xlsx"):
            table.unlink()
    run = generated(merged, tmp_path / "other")
    assert run.code == 2
    assert "前年度の進捗状況も調査票もありません" in run.err
    assert not (tmp_path / "other").exists()


def test_what_else_lies_among_last_years_forms_is_named_and_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    shutil.copytree(SAMPLES / "returned", folder)
    (folder / "メモ.txt").write_text("あとで", encoding="utf-8")
    (folder / "途中.xlsx").write_bytes(b"PK half")
    run = generated(folder, tmp_path / "outbox")
    assert run.code == 0, run.err
    assert shown(Path(run.json["forms"][0]["file"]), "3-8")[0] == "B"
    told = {found["code"]: found["value"] for found in run.json["findings"]}
    assert sorted(told["T024"].split("\n")) == ["メモ.txt", "途中.xlsx"]
    run = generated(folder / "メモ.txt", tmp_path / "other")
    assert run.code == 2, "it was named"
    assert "メモ.txt" in run.err
    for form in folder.glob("[0-9]*.xlsx"):
        form.unlink()
    assert generated(folder, tmp_path / "other").code == 2, "nothing is left"


def test_a_previous_workbook_that_is_none_is_refused(tmp_path: Path) -> None:
    run = ictxl("generate", PLAN, "-o", tmp_path / "out", "--previous", PLAN)
    assert run.code == 2
    assert "plan.xlsx" in run.err
    assert not (tmp_path / "out").exists()


def test_mail_drafts_lie_beside_the_forms(tmp_path: Path) -> None:
    run = ictxl("generate", PLAN, "-o", tmp_path, "--department", "福祉課", "--mail")
    assert run.code == 0, run.err
    (draft,) = tmp_path.glob("*.eml")
    message = message_from_bytes(draft.read_bytes(), policy=policy.default)
    attached = message.get_payload()[1]
    assert attached.get_filename() == draft.with_suffix(".xlsx").name
    assert attached.get_content() == draft.with_suffix(".xlsx").read_bytes()


def test_template_check_tells_by_its_exit_code(tmp_path: Path) -> None:
    assert ictxl("template", "check", default_template_path()).code == 0
    book = load(default_template_path())
    book[SHEET]["B4"] = "{提出きげん}"
    book.save(tmp_path / "ひな形.xlsx")
    run = ictxl("template", "check", tmp_path / "ひな形.xlsx", "--json")
    assert run.code == 1
    assert run.findings() == {("ひな形.xlsx", "B4", "T001")}
    refused = ictxl(
        "generate", PLAN, "-o", tmp_path / "out", "--template", tmp_path / "ひな形.xlsx"
    )
    assert refused.code == 2
    assert "B4" in refused.err
    assert not (tmp_path / "out").exists()
    assert ictxl("template", "check", tmp_path / "ない.xlsx").code == 2


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    some = ("--department", "情報課", "--department", "教育研究所", "--department", "施設課")
    for seed in "12":  # Python orders sets otherwise in each run
        outbox = tmp_path / seed
        run = ictxl_process("generate", PLAN, "-o", outbox, "--mail", *some, PYTHONHASHSEED=seed)
        assert run.code == 0, run.err
    files = sorted(path.name for path in (tmp_path / "1").iterdir())
    assert len(files) == 6
    for name in files:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_a_plan_that_nobody_answers_makes_nothing_and_says_so(tmp_path: Path) -> None:
    silent = """
        | 名称       | 別名 | 回答対象 | メールアドレス |
        | 秘書広報課 |      | ×        |                |
        | 福祉課     |      | ×        |                |
        | 施設課     |      | ×        |                |
    """
    book = plan_book(tmp_path / "plan.xlsx", 担当課=silent)
    with pytest.raises(InputError, match="回答する担当課"):
        generate(book, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_department_without_a_form_is_named(tmp_path: Path) -> None:
    idle = {"担当課": GOOD["担当課"].rstrip() + "\n| 暇課 | | ○ | |\n"}
    made = generate(plan_book(tmp_path / "plan.xlsx", **idle), tmp_path / "out")
    assert [form.department for form in made.forms] == ["秘書広報課", "福祉課", "施設課"]
    assert [(f.code, f.sheet, f.value) for f in made.findings] == [("P042", "担当課", "暇課")]


def test_blank_settings_leave_no_hole_in_the_forms_sentences(tmp_path: Path) -> None:
    made = generate(plan_book(tmp_path / "plan.xlsx"), tmp_path / "out")
    book = load(made.forms[0].path)
    texts = [str(cell.value) for sheet in book for row in sheet for cell in row]
    assert {"提出期限: 別にお知らせする日", "問い合わせ先: 送付元"} <= set(texts)
    assert not [text for text in texts if ": \u3000" in text or "、 までに" in text]
