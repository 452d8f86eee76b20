"""Plans of every size and with every kind of text give forms that open, print and come back."""

from __future__ import annotations

import io
import random
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path

import openpyxl
import openpyxl.utils
import pytest
import python_calamine

from ictxl.contract.metadata import PROPERTY_DEPARTMENT, PROPERTY_PLAN
from ictxl.files.names import form_file_names
from ictxl.form.workbook import make_form
from ictxl.model import Assignment, Department, Measure, Plan, PolicyArea
from ictxl.returned.assign import place_form
from ictxl.returned.reader import read_form
from ictxl.returned.returned_file import ReadForm
from ictxl.text.filenames import MAX_LENGTH, fold_file_name, safe_name
from tests.support.books import load, sheet_names
from tests.support.clients.libreoffice import Office
from tests.support.forms import SHEET, default_template, where, write_form
from tests.support.question_plans import TEN, plan_asking
from tests.support.returned_forms import small_plan
from tests.support.rounds import real_plan
from tests.support.usual_plans import with_usual

pytestmark = pytest.mark.slow

LONG = "とても長い名称の施策をここに書くとどうなるか確かめるための文字列である。" * 6


def plan_of(count: int, department: str = "情報課", **changes: object) -> Plan:
    measures = tuple(
        Measure("1", str(n), f"施策{n}", f"目標{n}", "⇒", (Assignment(department),))
        for n in range(1, count + 1)
    )
    parts: dict[str, object] = {
        "areas": (PolicyArea("1", "くらし"),),
        "measures": measures,
        "departments": (Department(department),),
        **changes,
    }
    return replace(real_plan(), **parts)  # type: ignore[arg-type]  # a test may set any part


@pytest.mark.parametrize("count", [1, 2, 300])
def test_a_form_of_any_length_comes_back_whole(tmp_path: Path, count: int) -> None:
    plan = with_usual(plan_of(count), limit=400)
    path = write_form(tmp_path / "form.xlsx", plan, "情報課")
    place = where(path)
    assert list(place.rows) == [m.id for m in plan.measures]
    book = load(path)
    sheet = book[SHEET]
    for number, measure in enumerate(place.rows):
        sheet[place.at(measure, "rating")] = "B"
        sheet[place.at(measure, "progress")] = f"進捗{number}"
    book.save(tmp_path / "back.xlsx")
    submission = place_form(read_form(tmp_path / "back.xlsx", "back.xlsx"), plan)
    assert [(r.measure, r["rating"], r["progress"]) for r in submission.responses] == [
        (measure, "B", f"進捗{number}") for number, measure in enumerate(place.rows)
    ]
    assert submission.findings == ()


def test_a_long_form_prints_with_its_heading_on_every_page(tmp_path: Path, office: Office) -> None:
    from subprocess import run

    plan = plan_of(300)
    path = write_form(tmp_path / "form.xlsx", plan, "情報課")
    pdf = office.convert(path, tmp_path / "form.pdf")
    text = run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
    pages = text.split("\f")[:-3]  # the last ones are 記入方法 and 凡例
    assert len(pages) > 20
    for page in pages:
        assert "施策名称" in page
        assert "ページ" in page


NASTY = (
    "=1+1",
    "+81",
    "-1",
    "@x",
    "007",
    "1-9",
    "#N/A",
    "TRUE",
    "_x000D_",
    "{計画名}",
    "{評価}",
    "'quoted",
    " 前後に空白 ",
    "改行\nあり",
    "\t字下げ",
    "制御\x0b文字",
    "𠮷野家🍣é",
    "<b>&amp;\"'",
    "https://example.jp",
    "ア" * 200,
    LONG,
)


def test_texts_of_the_plan_stay_texts_to_the_letter(tmp_path: Path) -> None:
    measures = tuple(
        Measure("1", str(n), text, text, "", (Assignment("情報課"),))
        for n, text in enumerate(NASTY, 1)
    )
    plan = plan_of(1, measures=measures, title="=計画 & <x>", contact="{提出期限}")
    path = write_form(tmp_path / "form.xlsx", plan, "情報課")
    place = where(path)
    rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(SHEET)
    cells = rows.to_python(skip_empty_area=False)
    column = openpyxl.utils.column_index_from_string(place.columns["title"]) - 1
    shown = [cells[place.rows[m.id] - 1][column] for m in measures]
    assert shown == list(NASTY)
    book = load(path)
    for measure in measures:
        assert book[SHEET][place.at(measure.id, "title")].data_type == "s"
    form_read = read_form(path, "form.xlsx")
    assert isinstance(form_read, ReadForm)
    assert form_read.identity.plan.measures == plan.measures
    assert place_form(form_read, plan).findings == ()


def test_long_texts_are_shown_whole_in_libreoffice(tmp_path: Path, office: Office) -> None:
    seed = 20191101
    print("seed", seed)
    pick = random.Random(seed)
    words = ["情報", "セキュリティ", "Wi-Fi", "(概ね", "週1回)", "、", "システム", "ICT-BCP", " "]
    measures = tuple(
        Measure(
            "1",
            str(n),
            "".join(pick.choices(words, k=pick.randint(1, 60)))[:200],
            "".join(pick.choices(words, k=pick.randint(1, 150))),
            "⇒",
            tuple(Assignment(name) for name in ("情報課", *pick.sample(DEPARTMENTS, 5))),
        )
        for n in range(1, 41)
    )
    departments = tuple(Department(name) for name in ("情報課", *DEPARTMENTS))
    plan = plan_of(1, measures=measures, departments=departments, title=LONG[:200])
    path = write_form(tmp_path / "form.xlsx", plan, "情報課")
    with office.open(path) as document:
        for row in [2, 3, 4, 5, 6, *where(path).rows.values()]:
            height, needed = document.row_height(SHEET, row)
            assert height >= needed - 0.5, f"row {row}"


DEPARTMENTS = [f"とても名前の長い{n}課(兼務)" for n in range(1, 11)]


def test_even_a_text_beyond_the_highest_row_is_shown_whole(tmp_path: Path, office: Office) -> None:
    plan = plan_of(
        1, measures=(Measure("1", "1", "施策", "あ" * 900, "", (Assignment("情報課"),)),)
    )
    path = write_form(tmp_path / "form.xlsx", plan, "情報課")
    with office.open(path) as document:
        height, needed = document.row_height(SHEET, where(path).rows["1-1"])
    assert needed <= height <= 409.5


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("総務/企画課", "01_総務\uff0f企画課.xlsx"),
        ('a:b*c?"d"', "01_a\uff1ab\uff0ac\uff1f\uff02d\uff02.xlsx"),
        ("CON", "01__CON.xlsx"),
        ("nul.txt", "01__nul.txt.xlsx"),
        ("課名. ", "01_課名.xlsx"),
        ("\u3000 課", "01_課.xlsx"),
        ("二行\nの課", "01_二行 の課.xlsx"),
        ("課" * 200, f"01_{'課' * MAX_LENGTH}.xlsx"),
        ("𠮷" * 200, f"01_{'𠮷' * 60}.xlsx"),
        ("...", "01__.xlsx"),
    ],
)
def test_department_names_become_file_names_that_windows_takes(
    tmp_path: Path, name: str, file: str
) -> None:
    plan = plan_of(1, name)
    assert form_file_names(plan) == {name: file}
    path = write_form(tmp_path / file, plan, name)
    read = read_form(path, file)
    assert isinstance(read, ReadForm)
    assert read.identity.department == name


def test_sixty_departments_have_sixty_files() -> None:
    # Alike to Windows: case, width, what is forbidden.
    names = [f"{base}{n}" for n in range(15) for base in ("ab/課", "AB/課", "ab課", "ab:課")]
    measure = Measure("1", "1", "施策", "目標", "⇒", tuple(map(Assignment, names)))
    plan = plan_of(1, measures=(measure,), departments=tuple(map(Department, names)))
    files = form_file_names(plan)
    assert list(files) == names
    assert len({fold_file_name(file) for file in files.values()}) == 60


def test_no_name_is_forbidden_or_empty() -> None:
    seed = 7
    print("seed", seed)
    pick = random.Random(seed)
    letters = '<>:"/\\|?*. 　\x00\x1f課aCON\u200b\ud83c'
    for _ in range(500):
        name = safe_name("".join(pick.choices(letters, k=pick.randint(0, 12))))
        assert name
        assert not set(name) & set('<>:"/\\|?*')
        assert not [c for c in name if unicodedata.category(c).startswith("C")]
        assert name == name.rstrip(". ")


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    plan = replace(real_plan(), saved_at="2019-11-01T00:00:00Z")
    first = write_form(tmp_path / "a.xlsx", plan, "情報課").read_bytes()
    second = write_form(tmp_path / "b.xlsx", plan, "情報課").read_bytes()
    assert first == second


def test_documents_say_whose_form_they_are_and_nothing_of_the_maker(tmp_path: Path) -> None:
    plan = replace(real_plan(), saved_at="2019-11-01T09:30:00+09:00")
    book = load(write_form(tmp_path / "a.xlsx", plan, "情報課"))
    custom = {p.name: p.value for p in book.custom_doc_props.props}
    assert custom == {PROPERTY_PLAN: plan.id, PROPERTY_DEPARTMENT: "情報課"}
    assert plan.id in book.properties.keywords
    assert "情報課" in book.properties.keywords
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        core = package.read("docProps/core.xml").decode()
    assert "creator" not in core
    assert "lastModifiedBy" not in core
    assert book.properties.modified.isoformat() == "2019-11-01T00:30:00"


def _texts_of(value: object, at: tuple[int | str, ...] = ()) -> Iterator[tuple[int | str, ...]]:
    """Where each text of a plan stands: names of fields, and positions in lists."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield at
    elif isinstance(value, tuple):
        for position, one in enumerate(value):
            yield from _texts_of(one, (*at, position))
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts_of(getattr(value, field.name), (*at, field.name))


def _with_controls(value: object, at: tuple[int | str, ...]) -> object:
    if not at:
        return f"\x00前\x07\x1f\x85後\ufffe{value}"
    first, *rest = at
    if isinstance(first, int):
        assert isinstance(value, tuple)
        changed = _with_controls(value[first], tuple(rest))
        return (*value[:first], changed, *value[first + 1 :])
    changed = _with_controls(getattr(value, first), tuple(rest))
    return replace(value, **{first: changed})  # type: ignore[type-var]  # of the plan's dataclasses


@pytest.mark.parametrize("plan", [small_plan(), plan_asking(TEN)], ids=["usual", "own questions"])
def test_control_characters_in_no_text_of_a_plan_stop_a_form(plan: Plan) -> None:
    tried = set()
    for at in _texts_of(plan):
        shape = tuple(name for name in at if isinstance(name, str))
        changed = _with_controls(plan, at)
        assert isinstance(changed, Plan)
        if shape in tried or not changed.answering_departments:
            continue
        tried.add(shape)
        content = make_form(default_template(), changed, changed.answering_departments[0])
        assert sheet_names(io.BytesIO(content)), at
    assert len(tried) > 20
