"""Plans that nobody would think of, in the shape in which a plan workbook gives them.

`plans()` draws any plan: questions, lists, levels and columns of its own, or the usual ones;
`usual_plans()` only such as ask the usual questions; `question_lists()` only what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from hypothesis import strategies as st

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
    PreviousAnswer,
)
from ictxl.plan.new_plan import starting_plan
from ictxl.questions import (
    ALWAYS,
    NEVER,
    UNLESS_FINISHED,
    USUAL_LEVELS,
    Choice,
    ChoiceList,
    Level,
    Question,
    QuestionKind,
    Requirement,
    RequirementKind,
    Respondent,
    named_list,
    next_step_list,
    rating_list,
    usual_questions,
)
from ictxl.text.clean import clean_text, fold_code, fold_name

# Ends trimmed, line breaks as LF. xlsxwriter cannot hold two literal escapes that share an
# underscore. A text that reads as an error value is taken for one.
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
HEADING = WORD.filter(lambda text: not re.search("[=＝]|_x", text)).map(lambda text: f"欄{text}")
"""Of questions, levels and columns: none that a template knows already begins so."""
SEPARATOR = re.compile("[、，,､・･/／=＝]")


def unique(elements: st.SearchStrategy[str], **sizes: int) -> st.SearchStrategy[list[str]]:
    return st.lists(elements, unique_by=lambda text: fold_name(text).upper(), **sizes)


def unique_codes(min_size: int = 0, max_size: int = 3) -> st.SearchStrategy[list[str]]:
    words = WORD.filter(lambda text: text[-1] not in ".．")
    return st.lists(words, min_size=min_size, max_size=max_size, unique_by=fold_spelling)


COUNTS = st.integers(1, 9999).map(str)
AREA_CODES = COUNTS | st.from_regex("[B-L][0-9]{1,2}", fullmatch=True)
MEASURE_CODES = COUNTS | st.from_regex("M[1-9]?(-[0-9]{1,2})?", fullmatch=True)
BARE_CODES = MEASURE_CODES | st.sampled_from(["001", "0106-01", "1-(1)-①", "(2)", "ア", "二"])
"""Of a level whose numbers stand as they are written."""
STYLES = ("第{1}款", "({1})", "{1}", "基本目標{Ⅰ}", "{①}", "施策{A}.", "{１}-{x}", "第{一}章")


def _numbers(codes: st.SearchStrategy[str], most: int) -> st.SearchStrategy[list[str]]:
    def key(code: str) -> str:
        return str(int(code)) if code.isdecimal() and code.isascii() else code

    return st.lists(codes, min_size=1, max_size=most, unique_by=key)


@st.composite
def levels(draw: st.DrawFn) -> tuple[Level, ...]:
    if draw(st.booleans()):
        return USUAL_LEVELS
    labels = draw(unique(HEADING.map(lambda text: f"段{text}"), min_size=1, max_size=4))
    return tuple(Level(label, draw(st.sampled_from(STYLES))) for label in labels)


@st.composite
def areas(draw: st.DrawFn, above: Sequence[Level]) -> tuple[PolicyArea, ...]:
    """Each before those below it."""

    def below(parent: str, depth: int) -> list[PolicyArea]:
        found = []
        for number in draw(_numbers(AREA_CODES, 3 if depth == 0 else 2)):
            area = PolicyArea(number, draw(TEXT.filter(bool)), parent)
            found.append(area)
            if depth + 1 < len(above) and draw(st.booleans()):
                found += below(area.id, depth + 1)
        return found

    return tuple(below("", 0)) if above else ()


@st.composite
def choice_lists(draw: st.DrawFn) -> tuple[ChoiceList, ...]:
    """凡例, 次期展開 and some of the plan's own."""
    symbols = draw(unique_codes(min_size=1, max_size=4))
    steps = zip(
        draw(unique_codes(min_size=2, max_size=2)),
        draw(unique_codes(min_size=2, max_size=2)),
        strict=True,
    )
    usual = (
        rating_list(Choice(symbol, draw(WORD), draw(st.booleans())) for symbol in symbols),
        next_step_list(Choice(number, name, draw(st.booleans())) for number, name in steps),
    )
    names = draw(unique(HEADING.map(lambda text: f"一覧{text}"), max_size=2))
    return (*usual, *(named_list(name, draw(_choices())) for name in names))


@st.composite
def _choices(draw: st.DrawFn) -> list[Choice]:
    codes = draw(unique_codes(min_size=1, max_size=4) | st.just(["1", "2", "3"]))
    names = draw(unique_codes(min_size=len(codes), max_size=len(codes)) | st.just([""] * 9))
    named = zip(codes, names, strict=False)
    return [Choice(code, name, draw(st.booleans())) for code, name in named]


@st.composite
def question_lists(draw: st.DrawFn) -> tuple[Question, ...]:
    """What a plan asks; at least one question of the departments."""
    lists = draw(choice_lists())
    if draw(st.integers(0, 3)) == 0:
        return usual_questions(*lists[:2], draw(st.none() | st.integers(1, 32767)))
    usual = st.sampled_from(["評価", "進捗状況", "次期計画での展開", "連絡事項"])
    names = draw(unique(HEADING | usual, min_size=1, max_size=6))
    questions = [draw(_question(name, lists)) for name in names]
    first = Question(draw(st.just("欄の初め")), draw(st.sampled_from(list(_PLAIN))))
    questions = [first, *questions]
    return tuple(draw(_with_requirement(q, questions)) for q in questions)


_PLAIN = [kind for kind in QuestionKind if kind is not QuestionKind.CHOICE]
BOUNDS = st.decimals(-(10**6), 10**6, places=2)


@st.composite
def _question(draw: st.DrawFn, name: str, lists: Sequence[ChoiceList]) -> Question:
    kind = draw(st.sampled_from(list(QuestionKind)))
    low, high = sorted((draw(BOUNDS), draw(BOUNDS)))
    has_low, has_high = draw(st.booleans()), draw(st.booleans())
    longest = Decimal(draw(st.integers(1, 32767)))
    maximum = longest if kind is QuestionKind.TEXT else high if kind.is_number else None
    return Question(
        name,
        kind,
        draw(st.sampled_from(lists)) if kind is QuestionKind.CHOICE else None,
        unit=draw(st.just("") | LINE) if kind.is_number else "",
        minimum=low if has_low and kind.is_number else None,
        maximum=maximum if has_high else None,
        asked_of=draw(st.sampled_from(list(Respondent))),
        published=draw(st.booleans()),
        hint=draw(st.just("") | TEXT),
    )


@st.composite
def _with_requirement(draw: st.DrawFn, question: Question, all_of: list[Question]) -> Question:
    others = [
        (one, codes)
        for one in all_of
        if one.choices and one is not question
        if (codes := [c.code for c in one.choices.choices if not SEPARATOR.search(c.code)])
    ]
    required: Requirement = draw(st.sampled_from([ALWAYS, NEVER, UNLESS_FINISHED]))
    if others and draw(st.booleans()):
        other, codes = draw(st.sampled_from(others))
        chosen = draw(st.lists(st.sampled_from(codes), min_size=1, unique=True))
        required = Requirement(RequirementKind.WHERE_CHOSEN, other.name, tuple(chosen))
    return Question(**{**vars_of(question), "required": required})


def vars_of(question: Question) -> dict[str, object]:
    return {name: getattr(question, name) for name in question.__dataclass_fields__}


@st.composite
def plans(
    draw: st.DrawFn,
    questions: st.SearchStrategy[tuple[Question, ...]] | None = None,
    of_levels: st.SearchStrategy[tuple[Level, ...]] | None = None,
) -> Plan:
    """Any plan; with `questions` or `of_levels`, one that has these."""
    names = draw(unique(NAME, min_size=1, max_size=6))
    count = draw(st.integers(1, len(names)))
    aliases: dict[str, list[str]] = {name: [] for name in names[:count]}
    for alias in names[count:]:
        aliases[draw(st.sampled_from(names[:count]))].append(alias)
    marks = draw(unique_codes(max_size=3))
    changes = {c: s for c, e in CATALOGUE.items() for s in settings_for(e) if s != e.severity.value}
    asked = draw(questions or question_lists())
    plan_levels = draw(of_levels or levels())
    plan_areas = draw(areas(plan_levels[:-1]))
    columns = draw(unique(HEADING.map(lambda text: f"列{text}"), max_size=2))
    measures = draw(_measures(plan_levels, plan_areas, names[:count], marks, len(columns)))
    return Plan(
        title=draw(TEXT.filter(bool)),
        year=(year := draw(st.integers(1912, 2999))),
        year_label=draw(LINE.filter(bool) | st.just(starting_plan(year).year_label)),
        deadline=draw(TEXT),
        contact=draw(TEXT),
        compiled_on=draw(TEXT),
        saved_at=draw(st.sampled_from(["", "2019-10-01T01:02:03Z"])),
        levels=plan_levels,
        areas=plan_areas,
        measures=measures,
        departments=tuple(
            Department(name, tuple(mine), draw(st.booleans()), draw(LINE))
            for name, mine in aliases.items()
        ),
        questions=asked,
        given_columns=tuple(columns),
        outlooks=tuple(Outlook(mark, draw(LINE)) for mark in marks),
        check_settings=tuple(
            CheckSetting(code, level.value)
            for code, level in sorted(changes.items())
            if draw(st.booleans())
        ),
        previous=draw(_previous(asked, measures)),
    )


def usual_plans() -> st.SearchStrategy[Plan]:
    """Such as a workbook without 記入欄 and 階層 may hold."""

    @st.composite
    def usual(draw: st.DrawFn) -> tuple[Question, ...]:
        lists = draw(choice_lists())
        return usual_questions(*lists[:2], draw(st.none() | st.integers(1, 32767)))

    return plans(usual(), st.just(USUAL_LEVELS))


@st.composite
def _measures(
    draw: st.DrawFn,
    plan_levels: Sequence[Level],
    plan_areas: Sequence[PolicyArea],
    departments: list[str],
    marks: list[str],
    columns: int,
) -> tuple[Measure, ...]:
    is_bare = re.fullmatch("{.}", plan_levels[-1].number_style)
    codes = BARE_CODES if is_bare else MEASURE_CODES
    found = []
    for area in [a.id for a in plan_areas] or [""]:
        for number in draw(_numbers(codes, 2)):
            charge = draw(st.lists(st.sampled_from(departments), min_size=1, unique=True))
            found.append(
                Measure(
                    area,
                    number,
                    draw(TEXT.filter(bool)),
                    draw(TEXT),
                    draw(st.sampled_from(["", *marks])),
                    tuple(Assignment(name, draw(st.just("") | NOTE)) for name in charge),
                    tuple(draw(TEXT) for _ in range(columns)),
                )
            )
    return tuple(found)


@st.composite
def _previous(
    draw: st.DrawFn, questions: Sequence[Question], measures: Sequence[Measure]
) -> tuple[PreviousAnswer, ...]:
    shown = [q for q in questions if q.published and q.asked_of is Respondent.DEPARTMENT]
    return tuple(
        PreviousAnswer(
            measure.id,
            department,
            {q.key: draw(TEXT if q.kind is QuestionKind.TEXT else LINE) for q in shown},
        )
        for measure in measures
        for department in measure.departments
        if draw(st.booleans())
    )
