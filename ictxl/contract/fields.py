"""The input sheet: its columns (fields), its hidden key row and id column; those of indicators."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ictxl.indicators import (
    ACTUAL_KEY,
    ACTUAL_NAME,
    INDICATOR_ID,
    REMARK_KEY,
    REMARK_NAME,
    REMARK_QUESTION,
    Direction,
)
from ictxl.model import Plan
from ictxl.questions import (
    NEXT_STEP_LIST_NAME,
    NEXT_STEP_NAME,
    PROGRESS_NAME,
    RATING_LIST_NAME,
    RATING_NAME,
    REMARKS_NAME,
    USUAL_KEYS,
    USUAL_LEVELS,
    Level,
    Question,
    QuestionKind,
)

KEY_ROW = 1
"""Row of the field keys, as Excel counts."""
ID_COLUMN = 1
"""Column of the measure ids: A."""
SENDBACK_SHEET = "指摘事項"
"""Name of the sheet that a send-back adds; its texts are recorded as the form's own."""
SENDBACK_MARK = "【差戻しの指摘】"
"""First line of a comment that a send-back adds; what stands above it is a person's."""
CONTINUED_LABEL = "続き"
"""Stands in such a row below the measure's 項番."""
ID_KEY = "ictxl"
"""What A1 of the input sheet holds: the crossing of key row and id column."""


@dataclass(frozen=True)
class Field:
    """One column of the form."""

    key: str
    """Stands in the hidden key row."""
    placeholder: str
    """Stands in braces in the template's prototype row."""
    heading: str
    """The visible heading of the default template."""
    synonyms: tuple[str, ...] = ()
    """Other placeholders that mean it."""


LENGTH_FIELD = Field("length", "文字数", "文字数")
"""How long the leading text is; a formula."""
CHECK_FIELD = Field("check", "点検", "点検")


def state_key(key: str) -> str:
    """The hidden helper column that tells what state a choice is in, for 点検."""
    return f"state:{key}"


def faults_key(key: str) -> str:
    """The hidden helper column that tells what is wrong with a question, for 点検."""
    return f"faults:{key}"


RATED = "rated:"
"""Begins the keys of columns that show what follows from 達成率."""
GIVEN_KEY = "given"
"""In the key row over columns whose text is the form's own but no one field."""
PREVIOUS = "前回"
"""Begins the placeholder of last year's answer to a question."""
_USUAL_GIVEN = (
    Field("number", "項番", "項番"),
    Field("title", "施策名称", "施策名称"),
    Field("target", "目標", "目標"),
    Field("outlook", "今後の展開", "今後の展開"),
    Field("departments", "担当課一覧", "担当課"),
)
_SHORT_NAMES = {NEXT_STEP_NAME: "次期展開"}
"""Questions whose placeholder is not their name."""
_USUAL_PREVIOUS = {
    RATING_NAME: Field("previous_rating", "前回評価", "前回評価"),
    PROGRESS_NAME: Field("previous_progress", "前回進捗", "前回の進捗状況"),
    NEXT_STEP_NAME: Field("previous_next_step", "前回展開", "前回の次期計画での展開"),
}


@dataclass(frozen=True)
class FormFields:
    """The columns that the forms of a plan may have."""

    inputs: tuple[Field, ...]
    """A field a question, in the plan's order."""
    given: tuple[Field, ...]
    """What the plan tells of a measure: 基本施策, 項番, 施策名称, its own columns …"""
    previous: tuple[Field, ...]
    """Last year's answers; these columns vanish from a form made without them."""
    reckoned: tuple[Field, ...] = (LENGTH_FIELD, CHECK_FIELD)
    """What the form computes itself."""
    corner: str = ID_KEY
    """What stands where key row and id column cross."""

    @cached_property
    def all(self) -> tuple[Field, ...]:
        return (*self.given, *self.previous, *self.inputs, *self.reckoned)

    @cached_property
    def helpers(self) -> frozenset[str]:
        """Keys of the hidden columns that 点検 may need."""
        return frozenset(f(field.key) for field in self.inputs for f in (state_key, faults_key))

    @cached_property
    def computed(self) -> frozenset[str]:
        """Columns that the form computes; what they show is nobody's text."""
        return frozenset({*(field.key for field in self.reckoned), *self.helpers})

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        return {field.key: field for field in self.all}

    @cached_property
    def by_placeholder(self) -> Mapping[str, Field]:
        """Under every name; of two fields with a name the first has it."""
        named = [(f.placeholder, f) for f in self.all]
        named += [(name, f) for f in self.all for name in f.synonyms]
        return dict(reversed(named))

    @cached_property
    def input_keys(self) -> frozenset[str]:
        return frozenset(field.key for field in self.inputs)

    def inputs_in(self, columns: Mapping[str, int]) -> dict[str, int]:
        """Those of the columns, by their keys, that somebody is to fill in, in the plan's order."""
        return {f.key: columns[f.key] for f in self.inputs if f.key in columns}

    @cached_property
    def columns(self) -> frozenset[str]:
        """Keys that stand over one column each."""
        return frozenset({*self.by_key, *self.helpers})

    @cached_property
    def keys(self) -> frozenset[str]:
        """All that the key row may hold."""
        return frozenset({self.corner, GIVEN_KEY, *self.columns})


def fields_of(plan: Plan) -> FormFields:
    """The columns of the plan's forms."""
    is_rated = bool(plan.indicators)
    return _fields(plan.department_questions, plan.levels, plan.given_columns, is_rated)


@lru_cache(maxsize=32)
def _fields(
    questions: tuple[Question, ...],
    levels: tuple[Level, ...],
    columns: tuple[str, ...],
    is_rated: bool,
) -> FormFields:
    inputs = tuple(map(_input, questions))
    areas = [
        Field(f"level:{level.label}", level.label, level.label)
        for level in levels[: max(0, len(levels) - 2)]
    ]
    own = [Field(f"given:{heading}", heading, heading) for heading in columns]
    lowest = levels[-2].label if len(levels) > 1 else USUAL_LEVELS[0].label
    area = Field("area", lowest, lowest, () if lowest == "基本施策" else ("基本施策",))
    named = _with_old_names(questions, inputs)
    return FormFields(
        named,
        (*areas, area, *_USUAL_GIVEN, *own),
        tuple(map(_previous, questions, named)),
        (
            LENGTH_FIELD,
            CHECK_FIELD,
            *map(_rated, (q for q in questions if q.rate_bounds and is_rated)),
        ),
    )


def _rated(question: Question) -> Field:
    """The choice that follows from the measure's indicators, beside the one that is made."""
    name = f"{question.name}の目安"
    return Field(rated_key(question.key), name, name)


def rated_key(key: str) -> str:
    """The key of the column that shows what follows from 達成率 for the question of `key`."""
    return f"{RATED}{key}"


def _input(question: Question) -> Field:
    short = _SHORT_NAMES.get(question.name)
    if short:
        return Field(question.key, short, question.name, (question.name,))
    return Field(question.key, question.name, question.name)


def _with_old_names(questions: Sequence[Question], inputs: Sequence[Field]) -> tuple[Field, ...]:
    """A template made for the usual questions asks those that have taken their places."""
    taken = {name for f in inputs for name in (f.placeholder, *f.synonyms)}
    fields = {field.key: field for field in inputs}
    for name, is_alike in _ALIKE.items():
        heir = next((q for q in questions if q.name not in USUAL_KEYS and is_alike(q)), None)
        if name not in taken and heir:
            field = fields[heir.key]
            fields[heir.key] = replace(field, synonyms=(*field.synonyms, name))
            taken.add(name)
    return tuple(fields.values())


_ALIKE: Mapping[str, Callable[[Question], bool]] = {
    RATING_NAME: lambda q: q.choices is not None and q.choices.name == RATING_LIST_NAME,
    PROGRESS_NAME: lambda q: q.kind is QuestionKind.TEXT and q.published,
    _SHORT_NAMES[NEXT_STEP_NAME]: lambda q: (
        q.choices is not None and q.choices.name == NEXT_STEP_LIST_NAME
    ),
    REMARKS_NAME: lambda q: q.kind is QuestionKind.TEXT and not q.published,
}
"""Placeholder of a usual question → what a question is like that was put in its place."""


def _previous(question: Question, asked: Field) -> Field:
    """`asked` is the question's own column: who has taken a usual one's place has that one's last
    year's too."""
    usual = _USUAL_PREVIOUS.get(question.name)
    if usual:
        return usual
    old = [
        _USUAL_PREVIOUS[name].placeholder
        for name in _USUAL_PREVIOUS
        if name in asked.synonyms or _SHORT_NAMES.get(name) in asked.synonyms
    ]
    name = f"{PREVIOUS}{question.name}"
    key = previous_key(question.key)
    return Field(key, name, f"{PREVIOUS}の{question.name}", tuple(old))


def previous_key(key: str) -> str:
    """The key of the column that shows last year's answer to the question of `key`."""
    return f"previous_{key}"


def continued_id(measure: str, number: int) -> str:
    """What stands in the id column of the measure's `number`th row of texts that go on."""
    return f"{measure}+{number}"


def read_continued_id(text: str) -> tuple[str, int] | None:
    """The measure and which of its rows it is, where the text is a `continued_id`."""
    measure, _, number = text.rpartition("+")
    is_count = number.isascii() and number.isdecimal() and number[0] != "0"
    return (measure, int(number)) if measure and is_count and len(number) <= _DIGITS else None


_DIGITS = 6


INDICATOR_CORNER = "ictxl_indicators"
"""Stands where the key row and the id column of the table cross."""
NAME_KEY, RATE_KEY, STATE_KEY = "indicator_name", "indicator_rate", "indicator_check"
NAME_PLACEHOLDER = "指標"
"""The row of a template that holds it is the prototype row of the indicators."""
_RATE_FIELD = Field(RATE_KEY, "達成率", "達成率")
_STATE_FIELD = Field(STATE_KEY, "指標点検", "点検", ("点検",))
TITLE_KEY, NUMBER_KEY, TARGET_KEY = "indicator_title", "indicator_number", "indicator_target"
_INDICATOR_GIVEN = (
    Field(NUMBER_KEY, "項番", "項番"),
    Field(TITLE_KEY, "施策名称", "施策名称"),
    Field(NAME_KEY, NAME_PLACEHOLDER, "指標"),
    Field("indicator_unit", "単位", "単位"),
    Field("indicator_baseline", "基準値", "基準値"),
    Field(TARGET_KEY, "目標値", "目標値"),
)
_DIRECTION = Field("indicator_direction", "向き", "向き")
_INDICATOR_PREVIOUS = Field("indicator_previous", "前年度実績", "前年度実績", ("前回実績値",))
_INDICATOR_INPUTS = (
    Field(ACTUAL_KEY, ACTUAL_NAME, ACTUAL_NAME),
    Field(REMARK_KEY, REMARK_NAME, "備考", ("備考",)),
)


INDICATOR_QUESTIONS = {
    ACTUAL_KEY: Question(ACTUAL_NAME, QuestionKind.NUMBER),
    REMARK_KEY: REMARK_QUESTION,
}
"""Key → what is asked of each indicator; of which unit the actual is, the indicator says."""


def indicator_fields(plan: Plan) -> FormFields:
    """The columns that the table may have."""
    return _indicator_fields(plan.indicator_columns, plan.target_years)


@lru_cache(maxsize=32)
def _indicator_fields(columns: tuple[str, ...], years: tuple[str, ...]) -> FormFields:
    own = (Field(f"indicator_given:{name}", name, name) for name in columns)
    targets = (Field(f"indicator_target:{y}", f"目標値{y}", f"目標値 {y}") for y in years)
    return FormFields(
        _INDICATOR_INPUTS,
        (*_INDICATOR_GIVEN, *targets, _DIRECTION, _INDICATOR_PREVIOUS, *own),
        (),
        reckoned=(_RATE_FIELD, _STATE_FIELD),
        corner=INDICATOR_CORNER,
    )


def shown_fields(plan: Plan) -> list[Field]:
    """Those that the table of ictxl's own layout has: no column that nothing stands in."""
    unused = _optional_unused(plan)
    given = [field for field in indicator_fields(plan).given if field not in unused]
    actual, remark = _INDICATOR_INPUTS
    return [*given, actual, _RATE_FIELD, remark, _STATE_FIELD]


def _optional_unused(plan: Plan) -> list[Field]:
    unused = []
    if all(indicator.direction is Direction.UP for indicator in plan.indicators):
        unused.append(_DIRECTION)
    if not any(indicator.previous for indicator in plan.indicators):
        unused.append(_INDICATOR_PREVIOUS)
    # The year's is shown as 目標値.
    targets = {f"indicator_target:{year}" for year in plan.target_years}
    return [*unused, *(f for f in indicator_fields(plan).given if f.key in targets)]


def is_indicator_id(text: str) -> bool:
    """Whether a text of the id column names an indicator, of whatever plan."""
    return _ID.match(text) is not None


_ID = re.compile(rf"{INDICATOR_ID}[0-9a-f]{{6}}:")
BLANK_BRIEF, NO_NUMBER_BRIEF = "実績値が未記入", "実績値が数でない"
"""What 点検 says in an indicator's row where something is left to do."""
