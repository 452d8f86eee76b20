"""The consolidated table as plain text, which workbook, page and CSV all show."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from ictxl.model import Measure, Plan, PolicyArea
from ictxl.questions import NEXT_STEP_LIST_NAME, Choice, Question
from ictxl.responses import Response


class State(StrEnum):
    """提出状況 of one department on one measure."""

    ANSWERED = "回答あり"
    BLANK = "未記入"
    """Its form came back, but nothing, or no rating, stands on this measure."""
    MISSING = "未提出"
    """It has not returned any form."""


STATE_MEANINGS = {
    State.BLANK: "調査票は提出されたが、この施策の評価が記入されていない",
    State.MISSING: "調査票が提出されていない",
}


@dataclass(frozen=True)
class Answer:
    """What one department says on one measure."""

    measure: Measure
    department: str
    state: State
    response: Response | None = None
    leading: Question | None = None
    """The plan's leading choice: 評価 mostly."""
    body: Question | None = None
    """The plan's leading text: 進捗状況 mostly."""
    beside: Question | None = None
    """The choice that is printed in a column of its own: 次期計画での展開."""

    @property
    def mark(self) -> str:
        """Stands behind the department's name: A, 未提出, or what else was written as a rating."""
        if self.state is not State.ANSWERED:
            return self.state.value
        return self[self.leading]

    @property
    def head(self) -> str:
        return f"【{self.department}-{self.mark}】" if self.mark else f"【{self.department}】"

    @property
    def progress(self) -> str:
        return self[self.body]

    @property
    def paragraph(self) -> str:
        """`【課-評価】本文`; line breaks of the text are kept."""
        return self.head + self.progress

    @property
    def next_line(self) -> str:
        """`課-番号.名称`; empty where no next step was given."""
        step = self.beside.shown(self[self.beside]) if self.beside else ""
        return f"{self.department}-{step}" if step else ""

    def __getitem__(self, question: Question | None) -> str:
        """The answer to a question, as it is kept; empty where there is none."""
        return self.response[question.key] if self.response and question else ""

    def chosen(self, question: Question | None) -> Choice | None:
        """None where nothing was chosen, or what was written is not in the list."""
        if question is None or question.choices is None:
            return None
        return question.choices.by_code.get(self[question])

    def unlisted(self, question: Question | None) -> str:
        """What was written as a choice and is not in the list."""
        return "" if self.chosen(question) else self[question]


@dataclass(frozen=True)
class MeasureEntry:
    """One 施策 with its departments' answers, in the plan's order."""

    measure: Measure
    answers: tuple[Answer, ...]
    numbered: str

    @property
    def number(self) -> str:
        """項番 as printed: (1)."""
        return self.numbered

    @property
    def departments(self) -> str:
        """担当課, one a line, collective ones too."""
        return "\n".join(assignment.label for assignment in self.measure.assignments)

    @property
    def progress(self) -> str:
        return "\n".join(answer.paragraph for answer in self.answers)

    @cached_property
    def progress_starts(self) -> tuple[int, ...]:
        """Where in `progress` each answer's paragraph begins."""
        lengths = (len(answer.paragraph) + 1 for answer in self.answers)
        return tuple(accumulate(lengths, initial=0))[:-1]

    @property
    def next_steps(self) -> str:
        return "\n".join(answer.next_line for answer in self.answers if answer.next_line)

    @cached_property
    def is_complete(self) -> bool:
        return all(answer.state is State.ANSWERED for answer in self.answers)


@dataclass(frozen=True)
class AreaBlock:
    """One 基本施策 and its measures."""

    area: PolicyArea
    entries: tuple[MeasureEntry, ...]
    label: str
    """第1款 にぎわいと活力を創出する情報化."""
    number_label: str
    """第1款."""


@dataclass(frozen=True)
class ConsolidatedTable:
    """The whole table of one plan and year."""

    plan: Plan
    blocks: tuple[AreaBlock, ...]
    unplaced: tuple[Response, ...] = ()
    """Responses to measures the plan does not have, and repeated ones: not in the table."""

    @property
    def title(self) -> str:
        return f"{self.plan.title} {self.plan.year_label} 進捗状況"

    @property
    def progress_heading(self) -> str:
        return f"{self.plan.year_label}の進捗状況"

    @property
    def answers(self) -> tuple[Answer, ...]:
        return tuple(
            answer for block in self.blocks for entry in block.entries for answer in entry.answers
        )

    @property
    def states(self) -> frozenset[State]:
        """Those that occur."""
        return frozenset(answer.state for answer in self.answers)


def consolidate(
    plan: Plan, responses: Iterable[Response], submitted: Collection[str]
) -> ConsolidatedTable:
    """Place each response; `submitted` names the departments that returned anything.

    Departments that are only listed (各業務担当課) get no paragraph unless they did answer. A
    response of a department that the plan does not name on the measure follows the others'.
    """
    placed: dict[str, dict[str, Response]] = {measure.id: {} for measure in plan.measures}
    unplaced = []
    for response in responses:
        on_measure = placed.get(response.measure)
        if on_measure is None or response.department in on_measure:
            unplaced.append(response)
        else:
            on_measure[response.department] = response
    blocks = tuple(
        AreaBlock(
            area,
            tuple(
                _entry(plan, measure, placed[measure.id], submitted)
                for measure in plan.measures_in(area.id)
            ),
            plan.area_label(area),
            plan.area_number(area),
        )
        for area in plan.areas
    )
    return ConsolidatedTable(plan, blocks, tuple(unplaced))


def _entry(
    plan: Plan, measure: Measure, responses: dict[str, Response], submitted: Collection[str]
) -> MeasureEntry:
    asked = [
        name
        for name in dict.fromkeys(measure.departments)
        if name in responses or _answers(plan, name)
    ]
    names = dict.fromkeys([*asked, *responses])
    return MeasureEntry(
        measure,
        tuple(_answer(plan, measure, name, responses.get(name), submitted) for name in names),
        plan.measure_number(measure),
    )


def _is_blank(plan: Plan, response: Response) -> bool:
    leading = plan.leading_choice
    return not response[leading.key] if leading else response.is_blank(plan.questions)


def beside(plan: Plan) -> Question | None:
    """The choice that is printed in a column of its own: that of the list 次期展開."""
    lists = ((q, q.choices) for q in plan.department_questions if q.published)
    return next((q for q, one in lists if one and one.name == NEXT_STEP_LIST_NAME), None)


def _answers(plan: Plan, name: str) -> bool:
    department = plan.department_by_name.get(name)
    return department is None or department.answers


def _answer(
    plan: Plan,
    measure: Measure,
    department: str,
    response: Response | None,
    submitted: Collection[str],
) -> Answer:
    if response is None:
        state = State.BLANK if department in submitted else State.MISSING
        return Answer(measure, department, state)
    return Answer(
        measure,
        department,
        State.BLANK if _is_blank(plan, response) else State.ANSWERED,
        response,
        plan.leading_choice,
        plan.leading_text,
        beside(plan),
    )
