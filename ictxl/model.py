"""The plan of measures: what 情報課 keeps and every form is made from. Frozen, no I/O."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from ictxl.indicators import Indicator
from ictxl.questions import (
    NEXT_STEP_LIST_NAME,
    RATING_LIST_NAME,
    USUAL_KEYS,
    USUAL_LEVELS,
    ChoiceList,
    Level,
    Question,
    QuestionKind,
    Respondent,
    next_step_list,
    rating_list,
    usual_questions,
)

USUAL_QUESTIONS = usual_questions(rating_list(), next_step_list())


@dataclass(frozen=True)
class Outlook:
    """今後の展開: a mark such as ⇒ and its meaning (may be empty)."""

    mark: str
    meaning: str


@dataclass(frozen=True)
class Department:
    """担当課. Collective ones such as 各業務担当課 are listed but never asked (`answers` False)."""

    name: str
    aliases: tuple[str, ...] = ()
    answers: bool = True
    mail: str = ""


@dataclass(frozen=True)
class Assignment:
    """A department's place on a measure; `note` is printed behind its name: 施設課(旧下水道課)."""

    department: str
    note: str = ""

    @property
    def label(self) -> str:
        return f"{self.department}({self.note})" if self.note else self.department


@dataclass(frozen=True)
class PolicyArea:
    """基本施策 (第N款), or an area of another level of the plan."""

    number: str
    """Any code; a count such as `3` mostly."""
    title: str
    parent: str = ""
    """The id of the area above; empty at the top."""

    @property
    def id(self) -> str:
        """The numbers from the top, by which measures name it: `1-2`."""
        return f"{self.parent}-{self.number}" if self.parent else self.number


MOST_LISTED = 30
"""Lines of 担当課 on a form: with all of a thousand, all forms would grow with their square."""


@dataclass(frozen=True)
class Measure:
    """施策, with its 目標 and the departments in charge, in the plan's order."""

    area: str
    """The id of its area; empty in a plan without any."""
    number: str
    title: str
    target: str
    outlook: str
    assignments: tuple[Assignment, ...]
    given: tuple[str, ...] = ()
    """What stands in the plan's own columns (`Plan.given_columns`), in their order."""

    @cached_property
    def id(self) -> str:
        """`"1-3"`: area and number."""
        return f"{self.area}-{self.number}" if self.area else self.number

    @cached_property
    def departments(self) -> tuple[str, ...]:
        return tuple(assignment.department for assignment in self.assignments)

    @cached_property
    def charge(self) -> str:
        """担当課 as a form shows them, one a line; of very many the first, and how many more."""
        labels = [assignment.label for assignment in self.assignments]
        if len(labels) > MOST_LISTED:
            labels[MOST_LISTED - 1 :] = [f"ほか {len(labels) - MOST_LISTED + 1} 課"]
        return "\n".join(labels)

    def assignment_of(self, department: str) -> Assignment | None:
        """How the department stands on the measure; None where it is not in charge."""
        return self._assignment_by_department.get(department)

    @cached_property
    def _assignment_by_department(self) -> dict[str, Assignment]:
        # Of a department that stands there twice the first counts.
        return {a.department: a for a in reversed(self.assignments)}


@dataclass(frozen=True)
class CheckSetting:
    """点検設定: what the plan makes of one finding code."""

    code: str
    setting: str
    """"off" or a severity's value: "info", "warning", "error"."""


@dataclass(frozen=True)
class PreviousAnswer:
    """前回: what a department answered the year before, as this year's form shows it."""

    measure: str
    """This year's id of the measure."""
    department: str
    values: Mapping[str, str]
    """Question's key → answer; choices with their names: 1.現状維持."""


@dataclass(frozen=True)
class Plan:
    """計画: everything that one year's round needs."""

    title: str
    year: int
    """Fiscal year as a western year: 2019."""
    year_label: str
    """As printed: 平成31(令和元)年度."""
    deadline: str = ""
    """提出期限 as the plan workbook shows it, a date as 2026年12月25日; `date_label` prints it."""
    contact: str = ""
    compiled_on: str = ""
    """作成日 of the consolidated sheet as printed; may be empty."""
    saved_at: str = ""
    """When the plan workbook was last saved (ISO): the version of the plan, and the forms' date."""
    levels: tuple[Level, ...] = USUAL_LEVELS
    """From the top; the last is that of the measures."""
    areas: tuple[PolicyArea, ...] = ()
    """Of all levels, each behind the one it belongs to."""
    measures: tuple[Measure, ...] = ()
    departments: tuple[Department, ...] = ()
    questions: tuple[Question, ...] = USUAL_QUESTIONS
    """What is asked on each measure, in the order of the form."""
    given_columns: tuple[str, ...] = ()
    """Headings of the plan's own columns of 施策, which forms may show."""
    outlooks: tuple[Outlook, ...] = ()
    check_settings: tuple[CheckSetting, ...] = ()
    previous: tuple[PreviousAnswer, ...] = ()
    """Last year's answers, shown beside this year's; no part of the plan's `id`."""
    published_template: str = ""
    """公表のひな形: the file that the published table is laid out by; beside the plan workbook."""
    review_of: str = ""
    """Of the plan of a second reading: the `id` of the plan whose answers are read."""
    indicators: tuple[Indicator, ...] = ()
    """In the order of their measures."""
    indicator_columns: tuple[str, ...] = ()
    """Headings of the plan's own columns of 指標."""
    target_years: tuple[str, ...] = ()
    """Headings of further years' targets, without 目標値: `R6`."""

    @cached_property
    def id(self) -> str:
        """Short hash of what answers depend on.

        Deadline, contact, limits and mail addresses may change between two sendings of the same
        plan without making it another plan; so may what is asked of others than the departments.
        """
        text = json.dumps(self._core, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def _core(self) -> list[object]:
        questions = self.department_questions
        if self.review_of:
            # What it shows is what the departments have answered so far; its readers may change.
            return ["review", self.review_of, [question.core for question in questions]]
        core: list[object] = [
            self.title,
            self.year,
            [[_as_ever(a.id), a.title] for a in self.areas],
            [[m.id, m.title, m.target, [a.label for a in m.assignments]] for m in self.measures],
        ]
        if _are_usual(questions):
            core += [questions[0].core_of_choices, questions[2].core_of_choices]
        else:
            core += [question.core for question in questions]
        if self.levels != USUAL_LEVELS or self.given_columns:
            core.append([[level.label, level.number_style] for level in self.levels])
            core.append([list(self.given_columns), [list(m.given) for m in self.measures]])
        if self.indicators:
            core.append([indicator.core for indicator in self.indicators])
        return core

    @cached_property
    def has_plain_numbers(self) -> bool:
        """Whether the numbers of all areas and measures are digits alone. Asked for each form."""
        numbers = [*(area.number for area in self.areas), *(m.number for m in self.measures)]
        return all(map(str.isdecimal, numbers))

    @cached_property
    def assignment_count(self) -> int:
        """Asked for each form."""
        return sum(len(measure.assignments) for measure in self.measures)

    @cached_property
    def measure_by_id(self) -> dict[str, Measure]:
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def area_by_id(self) -> dict[str, PolicyArea]:
        return {area.id: area for area in self.areas}

    @cached_property
    def indicator_by_id(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}

    def indicators_of(self, department: str) -> tuple[Indicator, ...]:
        """Those that the department tells the actual of, in their order."""
        return self._indicators_by_department.get(department, ())

    def indicators_on(self, measure: str) -> tuple[Indicator, ...]:
        """Those of the measure of that id, in their order."""
        return self._indicators_by_measure.get(measure, ())

    @cached_property
    def _indicators_by_department(self) -> dict[str, tuple[Indicator, ...]]:
        measures = ((i, self.measure_by_id.get(i.measure_id)) for i in self.indicators)
        return grouped(
            (name, indicator)
            for indicator, measure in measures
            for name in dict.fromkeys(measure.departments if measure else ())
            if not indicator.departments or name in indicator.departments
        )

    @cached_property
    def _indicators_by_measure(self) -> dict[str, tuple[Indicator, ...]]:
        return grouped((indicator.measure_id, indicator) for indicator in self.indicators)

    @cached_property
    def asks_the_usual(self) -> bool:
        """The four questions of a plan that does not say itself what is asked."""
        return _are_usual(self.questions)

    @cached_property
    def question_by_key(self) -> dict[str, Question]:
        return {question.key: question for question in self.questions}

    @cached_property
    def lists(self) -> tuple[ChoiceList, ...]:
        """The lists that questions choose from, each once."""
        return tuple({q.choices.name: q.choices for q in self.questions if q.choices}.values())

    @cached_property
    def leading_choice(self) -> Question | None:
        """The first 選択: stands behind the department's name in the published table."""
        return next((q for q in self.published_questions if q.is_choice), None)

    @cached_property
    def leading_text(self) -> Question | None:
        """The first 文: what the published table prints behind the department's name."""
        return next((q for q in self.published_questions if q.kind is QuestionKind.TEXT), None)

    @cached_property
    def department_questions(self) -> tuple[Question, ...]:
        """What the departments are asked; the others are asked of who rates after them."""
        return tuple(q for q in self.questions if q.asked_of is Respondent.DEPARTMENT)

    @cached_property
    def published_questions(self) -> tuple[Question, ...]:
        """What the departments are asked and everybody may read."""
        return tuple(q for q in self.department_questions if q.published)

    @cached_property
    def reviewer_questions(self) -> tuple[Question, ...]:
        """What those are asked who rate after the departments."""
        return tuple(q for q in self.questions if q.asked_of is Respondent.REVIEWER)

    @property
    def measure_level(self) -> Level:
        return self.levels[-1]

    def level_of(self, area: PolicyArea) -> Level:
        """How areas of its kind are called and numbered."""
        depth = len(self.path_of(area)) - 1
        return self.levels[min(depth, len(self.levels) - 1)]

    def path_of(self, area: PolicyArea) -> tuple[PolicyArea, ...]:
        """The areas from the top down to this one."""
        above = self.area_by_id.get(area.parent) if area.parent else None
        return (*self.path_of(above), area) if above else (area,)

    def area_number(self, area: PolicyArea) -> str:
        """As printed: 第1款."""
        return self.level_of(area).number_label(area.number)

    def area_label(self, area: PolicyArea) -> str:
        """As printed beside its measures: 第1款 にぎわいと活力を創出する情報化."""
        return f"{self.area_number(area)} {area.title}".strip()

    def number_on_form(self, measure: Measure) -> str:
        """`1-3`; where the plan has levels of its own, which then stand beside it, `(3)`."""
        return measure.id if self.levels == USUAL_LEVELS else self.measure_number(measure)

    def measure_number(self, measure: Measure) -> str:
        """項番 as printed: (1)."""
        return self.measure_level.number_label(measure.number)

    @cached_property
    def department_by_name(self) -> dict[str, Department]:
        return {department.name: department for department in self.departments}

    def is_asked(self, department: str) -> bool:
        """Whether it is to answer: not where it is only listed, such as 各業務担当課."""
        listed = self.department_by_name.get(department)
        return listed is None or listed.answers

    @cached_property
    def outlook_by_mark(self) -> dict[str, Outlook]:
        return {outlook.mark: outlook for outlook in self.outlooks}

    @cached_property
    def answering_departments(self) -> tuple[Department, ...]:
        """Those who get a form: they answer and have at least one measure; in the plan's order."""
        asked = self._measures_by_department
        return tuple(d for d in self.departments if d.answers and d.name in asked)

    def measures_of(self, department: str) -> tuple[Measure, ...]:
        return self._measures_by_department.get(department, ())

    def measures_in(self, area: str) -> tuple[Measure, ...]:
        return self._measures_by_area.get(area, ())

    def resolve_department(self, name: str) -> Department | None:
        """The department of that name, or the one that has it as an alias."""
        return self.department_by_name.get(name) or self._department_by_alias.get(name)

    @cached_property
    def _department_by_alias(self) -> dict[str, Department]:
        # Of several departments with an alias the first has it.
        return {alias: d for d in reversed(self.departments) for alias in d.aliases}

    @cached_property
    def _measures_by_department(self) -> dict[str, tuple[Measure, ...]]:
        return grouped((name, m) for m in self.measures for name in dict.fromkeys(m.departments))

    @cached_property
    def _measures_by_area(self) -> dict[str, tuple[Measure, ...]]:
        return grouped((measure.area, measure) for measure in self.measures)


_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


def grouped(pairs: Iterable[tuple[_Key, _Item]]) -> dict[_Key, tuple[_Item, ...]]:
    """Each key with its items, both in the order in which they come."""
    found: dict[_Key, list[_Item]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in found.items()}


def _are_usual(questions: tuple[Question, ...]) -> bool:
    if tuple(q.name for q in questions) != tuple(USUAL_KEYS):
        return False
    rating, progress, step, _ = questions
    if not (rating.choices and step.choices):
        return False
    usual = usual_questions(rating.choices, step.choices, progress.limit)
    return usual == questions and (rating.choices.name, step.choices.name) == (
        RATING_LIST_NAME,
        NEXT_STEP_LIST_NAME,
    )


def _as_ever(number: str) -> int | str:
    """Numbers of areas were whole numbers when the first forms were sent."""
    return int(number) if number.isascii() and number.isdecimal() else number
