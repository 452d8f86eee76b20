"""Nothing that looks at foreign text takes the square of its length: an answer of 300 letters once
held a merge for minutes.

Times are compared with each other, of this process's own work and the best of several: four times
the text may take some eight times as long, and took sixteen where the square was at work.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ictxl
from ictxl.checks import endings, patterns, run_checks
from ictxl.contract.answer_values import normal_text
from ictxl.contract.spellings import read_choice
from ictxl.questions import Question, QuestionKind
from ictxl.responses import Response
from ictxl.returned.anomalies.cell_anomalies import find_oddities
from ictxl.returned.sent.layout import SentLayout
from ictxl.returned.tables import AnswerTable
from ictxl.round import Round
from ictxl.spreadsheets.hidden_texts.texts import (
    custom_property_texts,
    literals,
    name_texts,
    property_texts,
    sheet_texts,
)
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.sheet import Sheet
from ictxl.spreadsheets.xlsx.sheet_xml import cheap_marks, extent, filled_cells
from ictxl.text import clean, linebreak
from ictxl.years.comparison_workbook import passages
from tests.support.adversaries import attacks
from tests.support.growth import NEEDS_A_FINE_CLOCK
from tests.support.returned_forms import small_plan

pytestmark = [pytest.mark.slow, NEEDS_A_FINE_CLOCK]

SMALL, LARGE = 500, 2_000
MOST = 10
"""Times as long for four times the text: between 4 and 16, with room for chance on either side."""
NOTICEABLE = 0.002
"""Seconds below which a clock tells little; the square of LARGE takes several times as long."""


def seconds(work: Callable[[], object], tries: int = 3) -> float:
    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return min(once() for _ in range(tries))


def grows_too_fast(work: Callable[[int], object]) -> str:
    """What was measured, where four times the size took far more than four times the time."""
    if seconds(lambda: work(LARGE), 1) < NOTICEABLE:
        return ""
    small, large = seconds(lambda: work(SMALL)), seconds(lambda: work(LARGE))
    if large < NOTICEABLE or large <= MOST * small:
        return ""
    small, large = seconds(lambda: work(SMALL), 9), seconds(lambda: work(LARGE), 9)
    return f"{small:.4f} s → {large:.4f} s" if large > MOST * small else ""


@dataclass(frozen=True)
class Pattern:
    """A module's pattern, and whether it is searched for or held against a whole text."""

    name: str
    compiled: re.Pattern[str] | re.Pattern[bytes]
    is_searched: bool

    def work(self, text: str) -> object:
        subject = text.encode() if isinstance(self.compiled.pattern, bytes) else text
        compiled: re.Pattern[str | bytes] = self.compiled  # type: ignore[assignment]  # or bytes
        if self.is_searched:
            return sum(1 for _ in compiled.finditer(subject))
        return compiled.fullmatch(subject)


OWN_XML = "ictxl.form.package"
"""Patterns on XML that openpyxl wrote a moment before: no text in it holds a `<` or a quote."""


ROOMS = sorted(found.name for found in pkgutil.iter_modules(ictxl.__path__))


def patterns_of(room: str) -> Iterator[Pattern]:
    for found in pkgutil.walk_packages(ictxl.__path__, "ictxl."):
        if not f"{found.name}.".startswith(f"ictxl.{room}."):
            continue
        if found.name.endswith("__main__") or found.name.startswith(OWN_XML):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and _is_defined(module, name):
                yield Pattern(f"{found.name}.{name}", value, _is_searched(module, name))


def _is_defined(module: ModuleType, name: str) -> bool:
    return re.search(rf"^{name}\b.* = ", _source(module), re.MULTILINE) is not None


def _is_searched(module: ModuleType, name: str) -> bool:
    uses = re.findall(rf"(?<![\w.]){name}\b(?!.* = re\.compile)(\.\w+)?", _source(module))
    return not uses or any(use not in {".match", ".fullmatch", ".pattern"} for use in uses)


@cache
def _source(module: ModuleType) -> str:
    return inspect.getsource(module)


def test_the_patterns_are_found() -> None:
    all_patterns = [pattern for room in ROOMS for pattern in patterns_of(room)]
    names = {pattern.name for pattern in all_patterns}
    assert len(all_patterns) > 100
    assert {"ictxl.checks.patterns._FILE", "ictxl.checks.texts._BRACKETED"} <= names
    searched = {pattern.name: pattern.is_searched for pattern in all_patterns}
    assert searched["ictxl.checks.patterns._MAIL"]
    assert not searched["ictxl.consolidated.reading.split_cells._NUMBERED"]


@pytest.mark.parametrize("room", ROOMS)
def test_a_pattern_takes_time_that_grows_with_the_text(room: str) -> None:
    slow = [
        (pattern.name, attack, told)
        for pattern in patterns_of(room)
        for attack in attacks(pattern.compiled)
        if (told := grows_too_fast(lambda size, p=pattern, a=attack: p.work(a.text(size))))
    ]
    assert slow == []


@pytest.mark.parametrize(
    "slow",
    [r"【\s*([^【】]+?)\s*-\s*([^【】]+?)\s*】", r"[a-z]+@", r"(\w+)\s*=\s*1", r"[ \t]+$"],
)
def test_the_attacks_find_patterns_that_take_the_square(slow: str) -> None:
    pattern = Pattern("slow", re.compile(slow), is_searched=True)
    assert any(
        grows_too_fast(lambda size, attack=attack: pattern.work(attack.text(size)))
        for attack in attacks(pattern.compiled)
    )


XML = (
    *('<c r="A1" ', ' r="A1"', ' hidden="1"', "<row hidden='1'", " a", ".a", "a =", "'", '"'),
    *('<cfRule text="x" >', '<conditionalFormatting ><cfRule text="x"/>', "<f>", "</f> ", "<v>1"),
    *('<mergeCell ref="A1:', '<dataValidation a="b">', "<definedName ", '<hyperlink tooltip="'),
    *('codeName="', "<property ", "<si>", "</si>", "<t", "<oddHeader>", "&", '<c t="s"><v>0</v>'),
)
HEAD, FOOT = "<worksheet><sheetData>", "</sheetData><conditionalFormatting>"


@pytest.mark.parametrize("unit", XML)
@pytest.mark.parametrize(
    "look",
    [
        lambda xml: list(cheap_marks(xml)),
        lambda xml: list(filled_cells(xml)),
        lambda xml: list(sheet_texts(xml)),
        lambda xml: list(name_texts(b"definedName customWorkbookView" + xml)),
        lambda xml: [*property_texts(xml), *custom_property_texts(xml)],
        lambda xml: extent(xml, exactly=True),
        lambda xml: literals(xml.decode()),
    ],
    ids=["marks", "filled", "sheet", "names", "properties", "extent", "literals"],
)
def test_a_look_at_xml_takes_time_that_grows_with_it(
    look: Callable[[bytes], object], unit: str
) -> None:
    def work(size: int) -> object:
        many = unit * (10 * size // len(unit))
        return [
            look(xml.encode())
            for xml in (HEAD + many, HEAD + FOOT + many, HEAD + "<c " + many, FOOT + "<x " + many)
        ]

    assert grows_too_fast(work) == ""


@pytest.mark.parametrize("kind", [MarkKind.MERGED, MarkKind.HIDDEN_COLUMN])
def test_joined_and_hidden_cells_are_not_held_against_every_row(kind: MarkKind) -> None:
    def work(size: int) -> object:
        sheet = Sheet("進捗入力", [["", "", ""] for _ in range(size)])
        rows = {row: f"1-{row + 1}" for row in range(size)}
        layout = SentLayout(small_plan(), "進捗入力", {}, {}, {}, {}, frozenset(), frozenset())
        columns = {"rating": 0, "progress": 1}
        table = AnswerTable(sheet, columns, 0, rows=rows, layout=layout)
        marks = [Mark(kind, row, 0, last_row=row, last_column=1) for row in range(size)]
        of_sheet = {sheet.name: marks}
        return find_oddities("文書課.xlsx", "文書課", [sheet], [table], layout, of_sheet)

    assert grows_too_fast(work) == ""


UNITS = (
    *(
        "【",
        "【 ",
        "】",
        "-",
        "- ",
        " ",
        "\u3000",
        "\n",
        "/",
        "\\",
        "\\\\",
        "(",
        "(",
        "「",
        ".",
        ".a",
    ),
    *(
        "a",
        "a.",
        "@",
        "a@",
        "a@a.",
        "0",
        "0-",
        "１",
        "1,",
        "ア",
        "ー",
        "アー",
        "○",
        "x",
        "?",
        "あ",
        "漢",
    ),
    *("\u0301", "\u0315\u0300", "\uff9e\u0300", "\u0f73", "か\u3099", "\u200b", "\u200d", "\u0344"),
    *(
        ".pdf",
        "C:\\",
        "http://",
        "【文書課-",
        "文書課-B】",
        "し、",
        "の",
        "𠮷",
        "👨\u200d",
        "_x0",
        "_x0041_",
    ),
    *("の進捗状況", "1.", "・", "…", "\ue000", "㍿"),
)
"""What the checks look for, and what makes texts hard: blanks, brackets, slashes, marks."""


@pytest.mark.parametrize("unit", UNITS)
def test_lines_are_broken_in_time_that_grows_with_the_text(unit: str) -> None:
    def work(size: int) -> object:
        for known in (linebreak._pieces, linebreak._runs, linebreak._cluster_width):
            known.cache_clear()
        # Numbered, so that no part is known from the one before.
        text = "".join(f"{part:x}{unit * (97 // len(unit))}" for part in range(size // 200))
        return linebreak.line_count(text, 40), linebreak.text_units(unit * (size // 4))

    assert grows_too_fast(work) == ""


@pytest.mark.parametrize("unit", ["。", "\n", "あ。", "。\n", "いろは。", "あい"])
def test_texts_of_two_years_are_compared_in_time_that_grows_with_them(unit: str) -> None:
    def work(size: int) -> object:
        return passages(unit * (size // len(unit)), "。あ" + unit * (size // len(unit)) + "い")

    assert grows_too_fast(work) == ""


LONGEST = 32_767
"""Letters of a cell."""
PARTS = st.lists(
    st.tuples(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4), st.integers(1, LONGEST)),
    min_size=1,
    max_size=4,
)
"""Units, and how often they are repeated."""
Parts = list[tuple[list[str], int]]


def answer(parts: Parts) -> str:
    return "".join("".join(units) * count for units, count in parts)[:LONGEST]


def _round(text: str) -> Round:
    plan = small_plan()
    values = dict.fromkeys(plan.question_by_key, text)
    return Round(plan, (Response("1-1", "文書課", values, "文書課.xlsx", "進捗入力", 9),), ())


CHECKS: dict[str, Callable[[str], object]] = {
    "placeholders": patterns.placeholders,
    "mail": patterns.mail_addresses,
    "phone": patterns.phone_numbers,
    "digits": patterns.twelve_digits,
    "files": patterns.file_names,
    "private": patterns.private_characters,
    "machine": patterns.machine_dependent,
    "midway": lambda text: endings.stops_midway(text, endings.whole_words(_round(text + "。"))),
    "predicate": endings.lacks_predicate,
    "trim": clean.clean_text,
    "squeeze": clean.squeeze,
    "code": clean.fold_code,
    "name": clean.fold_name,
    "escapes": lambda text: clean.encode_escapes(clean.decode_escapes(text)),
    "choice": lambda text: [read_choice(text, choices) for choices in small_plan().lists],
    "number": lambda text: normal_text(Question("数", QuestionKind.NUMBER, unit="人"), text),
    "date": lambda text: normal_text(Question("日", QuestionKind.DATE), text),
}
A_LETTER = 60
"""So many times as long as counting the letters one by one may a check take; its square would be
10,000 times as long."""
AT_LEAST = 2_000
"""Letters that a shorter text counts as: every check takes some time to begin."""


def letter_by_letter(length: int) -> int:
    count = 0
    for letter in "あ" * max(length, AT_LEAST):
        count += letter == "い"
    return count


def takes_too_long(check: Callable[[str], object], text: str, factor: int) -> bool:
    """Above the bound in each of five tries."""
    return all(
        seconds(lambda: check(text), 1) > factor * seconds(lambda: letter_by_letter(len(text)), 3)
        for _ in range(5)
    )


@pytest.mark.slow
@settings(deadline=None)
@given(PARTS)
def test_each_check_of_an_answer_keeps_a_bound_that_is_linear_in_its_length(parts: Parts) -> None:
    text = answer(parts)
    slow = [name for name, check in CHECKS.items() if takes_too_long(check, text, A_LETTER)]
    assert slow == []


@pytest.mark.slow
@settings(deadline=None)
@given(PARTS)
def test_all_checks_together_keep_a_bound_that_is_linear_in_the_answers_length(
    parts: Parts,
) -> None:
    def check(text: str) -> object:
        return run_checks(_round(text))

    assert not takes_too_long(check, answer(parts), 10 * A_LETTER)
