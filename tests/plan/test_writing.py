"""What `write_plan` makes: read back it is the same plan, and Excel's helps are in place."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.spellings import fold_spelling
from ictxl.findings import CATALOGUE, settings_for
from ictxl.model import (
    Assignment,
    CheckSetting,
    Department,
    Measure,
    Outlook,
    Plan,
    PolicyArea,
)
from ictxl.plan.new_plan import starting_plan
from ictxl.plan.reading import read_plan, read_plan_with_findings
from ictxl.plan.writing import write_plan
from ictxl.questions import Choice, next_step_list, rating_list, usual_questions
from ictxl.text.clean import clean_text, fold_code, fold_name
from ictxl.text.row_height import BODY_FONT
from tests.support.clients.libreoffice import Office
from tests.support.plan_parts import with_ratings
from tests.support.rounds import real_plan

PLAN = replace(real_plan(), outlooks=starting_plan(2019).outlooks)


def test_the_real_plan_comes_back_exactly(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path / "plan.xlsx")
    assert read_plan_with_findings(tmp_path / "plan.xlsx") == (PLAN, ())


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path / "a.xlsx")
    write_plan(PLAN, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_plan_says_when_it_was_saved(tmp_path: Path) -> None:
    saved = replace(PLAN, saved_at="2019-10-01T01:02:03Z")
    write_plan(saved, tmp_path / "plan.xlsx")
    assert read_plan(tmp_path / "plan.xlsx") == saved
    properties = openpyxl.load_workbook(tmp_path / "plan.xlsx").properties
    assert f"{properties.modified:%Y-%m-%d %H:%M:%S}" == "2019-10-01 01:02:03"
    assert not properties.creator


def test_the_label_that_follows_from_the_year_stays_blank_to_follow_the_next(
    tmp_path: Path,
) -> None:
    write_plan(PLAN, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    book["設定"]["B3"] = 2020
    book.save(tmp_path / "next.xlsx")
    assert read_plan(tmp_path / "next.xlsx").year_label == "令和2年度"


def test_the_starting_plan_has_the_usual_legend() -> None:
    plan = starting_plan(2026)
    assert plan.lists == PLAN.lists
    assert [o.mark + o.meaning for o in plan.outlooks] == ["⇒継続", "↗拡充", "☆新規"]
    assert plan.year_label == "令和8年度"


@pytest.mark.parametrize("plan", [PLAN, starting_plan(2026)], ids=["real", "starting"])
def test_every_list_is_a_table_over_all_its_rows(tmp_path: Path, plan: Plan) -> None:
    write_plan(plan, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    rows = {
        "設定": 7,
        "基本施策": len(plan.areas),
        "施策": len(plan.measures),
        "担当課": len(plan.departments),
        "凡例": 7,
        "次期展開": 4,
        "今後の展開": 3,
        "点検設定": sum(1 for entry in CATALOGUE.values() if settings_for(entry)),
    }
    assert book.sheetnames == ["使い方", *rows]
    for name, count in rows.items():
        (table,) = book[name].tables.values()
        width = openpyxl.utils.get_column_letter(book[name].max_column)
        assert table.ref == f"A1:{width}{1 + max(1, count)}"
        assert [c.name for c in table.tableColumns] == [c.value for c in book[name][1]]
        assert book[name].freeze_panes in {"A2", "C2"}


def test_text_stays_text_and_numbers_are_numbers(tmp_path: Path) -> None:
    odd = Choice("1-9", "001", False)
    write_plan(with_ratings(PLAN, [odd]), tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    for cell, value in (("A2", "1-9"), ("B2", "001")):
        assert (book["凡例"][cell].value, book["凡例"][cell].number_format) == (value, "@")
    assert [cell.data_type for cell in book["施策"][2]] == ["n", "n", "s", "s", "s", "s"]
    for name in book.sheetnames:
        assert all(cell.font.name == BODY_FONT for row in book[name] for cell in row)


def test_rows_have_room_for_their_text_and_still_grow(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path / "plan.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["施策"]
    heights = [sheet.row_dimensions[row].height for row in range(2, sheet.max_row + 1)]
    assert max(heights) > 2 * min(heights) > 0
    with ZipFile(tmp_path / "plan.xlsx") as package:
        sheets = [package.read(name) for name in package.namelist() if "/sheet" in name]
    assert any(b' ht="' in content for content in sheets)
    assert not any(b"customHeight" in content for content in sheets)


def test_dropdowns_reach_rows_still_to_be_added(tmp_path: Path) -> None:
    write_plan(starting_plan(2026), tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    for name, columns in {"施策": "AEF", "担当課": "C", "凡例": "C", "次期展開": "C"}.items():
        for column in columns:
            assert rule_at(book[name], f"{column}500") == "list"
    assert rule_at(book["施策"], "B500") == "whole"
    assert rule_at(book["設定"], "B3") == "whole"


def test_libreoffice_offers_what_the_lists_hold(tmp_path: Path, office: Office) -> None:
    write_plan(PLAN, tmp_path / "plan.xlsx")
    with office.open(tmp_path / "plan.xlsx") as document:

        def choices(sheet: str, address: str) -> list[str]:
            return document.validation(sheet, address).choices

        assert choices("施策", "A2") == choices("施策", "A99") == ["1", "2", "3"]
        assert choices("施策", "E99") == ["⇒", "↗", "☆"]
        assert choices("施策", "F99") == [d.name for d in PLAN.departments]
        assert choices("担当課", "C99") == ["○", "×"]
        assert choices("凡例", "C99") == ["継続", "終了"]
        assert document.validation("設定", "B3").input_message
        document.type("担当課", "A22", "新設課")
        assert choices("施策", "F2")[-1] == "新設課"


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".ods", ".xls"])
def test_a_plan_saved_by_libreoffice_is_the_same_plan(
    tmp_path: Path, office: Office, suffix: str
) -> None:
    write_plan(PLAN, tmp_path / "plan.xlsx")
    saved = office.convert(tmp_path / "plan.xlsx", tmp_path / f"saved{suffix}")
    assert replace(read_plan(saved), saved_at="") == PLAN


def test_a_row_added_in_libreoffice_is_read(tmp_path: Path, office: Office) -> None:
    write_plan(PLAN, tmp_path / "plan.xlsx")
    with office.open(tmp_path / "plan.xlsx") as document:
        for column, text in zip("ABCF", ("3", "11", "001", "情報課"), strict=True):
            assert document.type("施策", f"{column}32", text)
        document.type("設定", "B5", "2019/10/31")
        document.save_as(tmp_path / "added.xlsx")
    plan = read_plan(tmp_path / "added.xlsx")
    assert plan.measures == (
        *PLAN.measures,
        Measure("3", "11", "001", "", "", (Assignment("情報課"),)),
    )
    assert plan.deadline == "2019年10月31日"
    assert plan.saved_at > "2020"


def rule_at(sheet: Worksheet, address: str) -> str | None:
    found = [r.type for r in sheet.data_validations.dataValidation if address in r.sqref]
    assert len(found) == 1
    return found[0]


# Texts that nobody would think of, in the shape in which reading gives them: ends trimmed, line
# breaks as LF. xlsxwriter cannot hold two literal escapes that share an underscore.
# A text that reads as an error value is taken for one.
ERROR_VALUE = re.compile("#[A-Z0-9/_]+[!?]?")
OVERLAPPING = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
MARKS = (
    "=1+1 + @ - ' _x000D_ _x005F_ 1-9 001 <r> </r> <a&b> 😀 𠮟る Ｂ１ ① ⇒ ( ) 、 ・ ㍻ https://a.jp"
)
PIECES = st.one_of(
    st.sampled_from([*MARKS.split(), '"', "\n", " ", "\u3000", "か\u3099"]),
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=5
    ),
)
TEXT = (
    st.lists(PIECES, max_size=6)
    .map(lambda pieces: clean_text("".join(pieces)))
    .filter(lambda text: not OVERLAPPING.search(text) and not ERROR_VALUE.fullmatch(text))
)
LINE = TEXT.map(lambda text: clean_text(text.replace("\n", "")))
WORD = LINE.filter(lambda text: fold_code(text) and fold_name(text))
NAME = WORD.filter(lambda text: not re.search("[、，,､;；/／()（）]", text))
NOTE = LINE.filter(lambda text: text and not re.search("[()（）]|[、，,､;；/／・･\\s]{5}", text))


def unique(elements: st.SearchStrategy[str], **sizes: int) -> st.SearchStrategy[list[str]]:
    return st.lists(elements, unique_by=lambda text: fold_name(text).upper(), **sizes)


def unique_codes(min_size: int = 0, max_size: int = 3) -> st.SearchStrategy[list[str]]:
    words = WORD.filter(lambda text: text[-1] not in ".．")
    return st.lists(words, min_size=min_size, max_size=max_size, unique_by=fold_spelling)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    names = draw(unique(NAME, min_size=1, max_size=6))
    count = draw(st.integers(1, len(names)))
    aliases: dict[str, list[str]] = {name: [] for name in names[:count]}
    for alias in names[count:]:
        aliases[draw(st.sampled_from(names[:count]))].append(alias)
    numbers = draw(st.lists(st.integers(1, 9999), min_size=1, max_size=3, unique=True))
    marks = draw(unique_codes(max_size=3))
    ids = draw(
        st.lists(
            st.tuples(st.sampled_from(numbers), st.integers(1, 9999)),
            min_size=1,
            max_size=4,
            unique=True,
        )
    )
    changes = {c: s for c, e in CATALOGUE.items() for s in settings_for(e) if s != e.severity.value}
    return Plan(
        title=draw(TEXT.filter(bool)),
        year=(year := draw(st.integers(1912, 2999))),
        year_label=draw(LINE.filter(bool) | st.just(replace(starting_plan(year)).year_label)),
        deadline=draw(TEXT),
        contact=draw(TEXT),
        compiled_on=draw(TEXT),
        saved_at=draw(st.sampled_from(["", "2019-10-01T01:02:03Z"])),
        areas=tuple(PolicyArea(str(number), draw(TEXT.filter(bool))) for number in numbers),
        measures=tuple(
            Measure(
                str(area),
                str(number),
                draw(TEXT.filter(bool)),
                draw(TEXT),
                draw(st.sampled_from(["", *marks])),
                tuple(
                    Assignment(name, draw(st.just("") | NOTE))
                    for name in draw(
                        st.lists(st.sampled_from(names[:count]), min_size=1, unique=True)
                    )
                ),
            )
            for area, number in ids
        ),
        departments=tuple(
            Department(name, tuple(mine), draw(st.booleans()), draw(LINE))
            for name, mine in aliases.items()
        ),
        questions=usual_questions(
            rating_list(
                Choice(symbol, draw(WORD), draw(st.booleans()))
                for symbol in draw(unique_codes(min_size=1, max_size=4))
            ),
            next_step_list(
                Choice(number, name, draw(st.booleans()))
                for number, name in zip(
                    draw(unique_codes(min_size=2, max_size=2)),
                    draw(unique_codes(min_size=2, max_size=2)),
                    strict=True,
                )
            ),
            draw(st.none() | st.integers(1, 32767)),
        ),
        outlooks=tuple(Outlook(mark, draw(LINE)) for mark in marks),
        check_settings=tuple(
            CheckSetting(code, level.value)
            for code, level in sorted(changes.items())
            if draw(st.booleans())
        ),
    )


@settings(
    print_blob=True,
    deadline=None,
    max_examples=400 if os.environ.get("ICTXL_THOROUGH") else 25,
)
@given(plans())
def test_any_plan_comes_back_exactly(plan: Plan) -> None:
    with TemporaryDirectory() as folder:
        write_plan(plan, Path(folder) / "plan.xlsx")
        assert read_plan(Path(folder) / "plan.xlsx") == plan
