"""The consolidated table as plain text, which workbook, page and CSV all show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from ictxl.consolidated.indicator_entries import (
    IndicatorEntry,
    indicator_entries,
    indicator_lines,
)
from ictxl.consolidated.values import review_lines, shown_answer
from ictxl.model import Measure, Plan, PolicyArea, grouped
from ictxl.questions import ALWAYS, NEXT_STEP_LIST_NAME, Choice, Question
from ictxl.responses import IndicatorResponse, Response
from ictxl.round import Round


class State(StrEnum):
    """提出状況 of one department on one measure."""

    ANSWERED = "回答あり"
    BLANK = "未記入"
    """Its form came back, but nothing, or no rating, stands on this measure."""
    MISSING = "未提出"
    """It has not returned any form."""


def state_meanings(plan: Plan) -> dict[State, str]:
    """What 【凡例】 says of a department that has not answered."""
    measure = plan.measure_level.label
    leading = plan.leading_choice
    is_asked = leading and leading.required == ALWAYS
    blank = f"の{leading.name}が" if leading and is_asked else "には何も"
    return {
        State.BLANK: f"調査票は提出されたが、この{measure}{blank}記入されていない",
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
    others: tuple[Question, ...] = ()
    """What else is published, told below the leading text."""
    indicators: tuple[str, ...] = ()
    """A line for each of the measure's indicators, told below that."""

    @property
    def mark(self) -> str:
        """Stands behind the department's name: A, 未提出, or what else was written as a rating."""
        if self.state is not State.ANSWERED:
            return self.state.value
        return self[self.leading]

    @cached_property
    def head(self) -> str:
        mark = self.mark
        return f"【{self.department}-{mark}】" if mark else f"【{self.department}】"

    @property
    def progress(self) -> str:
        return self[self.body]

    @cached_property
    def text(self) -> str:
        """What stands behind the head: the leading text, then a line for each other answer."""
        if not self.others and not self.indicators:
            return self.progress
        said = ((q, self[q]) for q in self.others)
        lines = [f"{q.name}: {shown_answer(q, text)}" for q, text in said if text]
        return "\n".join([self.progress, *lines, *self.indicators])

    @property
    def paragraph(self) -> str:
        """`【課-評価】本文`; line breaks of the text are kept."""
        return self.head + self.text

    @property
    def next_line(self) -> str:
        """`課-番号.名称`; empty where no next step was given."""
        step = self.beside.shown(self[self.beside]) if self.beside else ""
        return f"{self.department}-{step}" if step else ""

    def __getitem__(self, question: Question | None) -> str:
        """The answer to a question, as it is kept; empty where there is none."""
        return self.response.values.get(question.key, "") if self.response and question else ""

    def chosen(self, question: Question | None) -> Choice | None:
        """None where nothing was chosen, or what was written is not in the list."""
        return question.choice(self[question]) if question else None

    def unlisted(self, question: Question | None) -> str:
        """What was written as a choice and is not in the list."""
        return "" if self.chosen(question) else self[question]

    @property
    def is_open(self) -> bool:
        """Whether readers are to see at once that something is missing here: no answer, or a
        leading choice that the legend does not explain."""
        return self.state is not State.ANSWERED or bool(self.unlisted(self.leading))


@dataclass(frozen=True)
class MeasureEntry:
    """One 施策 with its departments' answers, in the plan's order."""

    measure: Measure
    answers: tuple[Answer, ...]
    number: str
    """項番 as printed: (1)."""
    target: str
    """目標, and below it what stands in the plan's own columns, and the second reading."""

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
        lengths = (len(answer.head) + len(answer.text) + 1 for answer in self.answers)
        return tuple(accumulate(lengths, initial=0))[:-1]

    @property
    def next_steps(self) -> str:
        return "\n".join(answer.next_line for answer in self.answers if answer.next_line)

    @cached_property
    def is_complete(self) -> bool:
        return not any(answer.is_open for answer in self.answers)


@dataclass(frozen=True)
class AreaBlock:
    """One 基本施策 and its measures; or those of a plan that belong to none."""

    area: PolicyArea
    entries: tuple[MeasureEntry, ...]
    label: str
    """第1款 にぎわいと活力を創出する情報化."""
    number_label: str
    """第1款."""
    above: str = ""
    """The areas that it belongs to, from the top: 基本目標Ⅰ 人にやさしいまち."""


@dataclass(frozen=True)
class ConsolidatedTable:
    """The whole table of one plan and year."""

    plan: Plan
    blocks: tuple[AreaBlock, ...]
    unplaced: tuple[Response, ...] = ()
    """Responses to measures the plan does not have, and repeated ones: not in the table."""
    review: Round | None = None
    """The second reading, where there was one."""
    indicator_entries: tuple[IndicatorEntry, ...] = ()
    """One for each indicator and department that is asked for it, in the plan's order."""

    @cached_property
    def indicators_by_measure(self) -> Mapping[str, Sequence[IndicatorEntry]]:
        """Measure's id → its indicators' entries."""
        return grouped((entry.measure.id, entry) for entry in self.indicator_entries)

    @property
    def title(self) -> str:
        return f"{self.plan.title} {self.plan.year_label} 進捗状況"

    @property
    def progress_heading(self) -> str:
        """`令和元年度の進捗状況`, by the name of the leading text."""
        body = self.plan.leading_text
        return f"{self.plan.year_label}の{body.name if body else '回答'}"

    @property
    def area_heading(self) -> str:
        """基本施策; empty in a plan without areas."""
        return area_level(self.plan) if self.plan.areas else ""

    @property
    def title_heading(self) -> str:
        """施策名称."""
        return self.plan.measure_level.title_heading

    @property
    def target_heading(self) -> str:
        return "目標など" if self.plan.given_columns or self.review else "目標"

    @property
    def next_heading(self) -> str:
        """次期計画での展開; empty where the plan does not ask it, and there is no such column."""
        question = beside(self.plan)
        return question.name if question else ""

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        return tuple(
            answer for block in self.blocks for entry in block.entries for answer in entry.answers
        )

    @property
    def states(self) -> frozenset[State]:
        """Those that occur."""
        return frozenset(answer.state for answer in self.answers)


def consolidate(
    plan: Plan,
    responses: Iterable[Response],
    submitted: Collection[str],
    *,
    review: Round | None = None,
    indicator_responses: Iterable[IndicatorResponse] = (),
) -> ConsolidatedTable:
    """Place each response; `submitted` names the departments that returned anything.

    What a second reading (`review`) has published stands below the measure's target.

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
    entries = indicator_entries(plan, indicator_responses, submitted)
    made = _Entries(plan, submitted, review, indicator_lines(entries))
    blocks = tuple(
        _block(plan, area, [made.entry(m, placed[m.id]) for m in measures])
        for area, measures in _areas(plan)
    )
    return ConsolidatedTable(plan, blocks, tuple(unplaced), review, entries)


def review_table(review: Round) -> ConsolidatedTable:
    """What the readers of a second reading rated, an answer a measure and reader."""
    return consolidate(review.plan, review.responses, review.submitted)


_NO_AREA = PolicyArea("", "")


def _areas(plan: Plan) -> Iterator[tuple[PolicyArea, Sequence[Measure]]]:
    """The areas whose measures stand in the table; last what belongs to none."""
    above = {area.parent for area in plan.areas}
    for area in plan.areas:
        measures = plan.measures_in(area.id)
        # One that has areas below it is told with them.
        if measures or area.id not in above:
            yield area, measures
    if others := [m for m in plan.measures if m.area not in plan.area_by_id]:
        yield _NO_AREA, others


def _block(plan: Plan, area: PolicyArea, entries: Iterable[MeasureEntry]) -> AreaBlock:
    if area is _NO_AREA:
        return AreaBlock(area, tuple(entries), "", "")
    above = "\n".join(map(plan.area_label, plan.path_of(area)[:-1]))
    return AreaBlock(area, tuple(entries), plan.area_label(area), plan.area_number(area), above)


class _Entries:
    """The measures of one plan with their answers; what it asks is worked out once."""

    def __init__(
        self,
        plan: Plan,
        submitted: Collection[str],
        review: Round | None,
        indicators: Mapping[tuple[str, str], tuple[str, ...]],
    ) -> None:
        self.plan, self.submitted, self.review = plan, submitted, review
        self.indicators = indicators
        """(measure's id, department) → what is told of the indicators."""
        self.leading, self.body, self.beside = plan.leading_choice, plan.leading_text, beside(plan)
        own = (self.leading, self.body, self.beside)
        self.others = tuple(q for q in plan.published_questions if q not in own)

    def entry(self, measure: Measure, responses: dict[str, Response]) -> MeasureEntry:
        plan = self.plan
        charged = [name for name in measure.departments if name in responses or plan.is_asked(name)]
        names = dict.fromkeys([*charged, *responses])
        return MeasureEntry(
            measure,
            tuple(self._answer(measure, name, responses.get(name)) for name in names),
            plan.measure_number(measure),
            self._target(measure),
        )

    def _target(self, measure: Measure) -> str:
        given = zip(self.plan.given_columns, measure.given, strict=False)
        lines = [f"{heading}: {text}" for heading, text in given if text]
        if not self.plan.given_columns and not self.review:
            return measure.target
        if self.review:
            listed = self.leading.choices if self.leading else None
            # The legend explains the choices of this list.
            explained = [listed.name] if listed else []
            lines.extend(review_lines(self.review, measure.id, explained))
        return "\n".join(filter(None, [measure.target, *lines]))

    def _answer(self, measure: Measure, department: str, response: Response | None) -> Answer:
        lines = self.indicators.get((measure.id, department), ())
        if response is None:
            state = State.BLANK if department in self.submitted else State.MISSING
            return Answer(measure, department, state, indicators=lines)
        state = State.BLANK if self._is_blank(response) else State.ANSWERED
        asked = (self.leading, self.body, self.beside, self.others)
        return Answer(measure, department, state, response, *asked, lines)

    def _is_blank(self, response: Response) -> bool:
        """Whether the measure counts as 未記入."""
        if self.leading and self.leading.required == ALWAYS:
            return not response[self.leading.key]
        return response.is_blank(self.plan.questions)


def area_level(plan: Plan) -> str:
    """How the areas are called that the measures stand in."""
    return plan.levels[-2].label if len(plan.levels) > 1 else plan.measure_level.label


def beside(plan: Plan) -> Question | None:
    """The choice that is printed in a column of its own: that of the list 次期展開."""
    lists = ((q, q.choices) for q in plan.published_questions)
    return next((q for q, one in lists if one and one.name == NEXT_STEP_LIST_NAME), None)
