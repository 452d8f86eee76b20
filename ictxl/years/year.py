"""The plan of one year with its answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ictxl.model import Measure, Plan, grouped
from ictxl.questions import Question
from ictxl.responses import IndicatorResponse, Response


@dataclass(frozen=True)
class Year:
    """A plan and the responses to it; `file` is how messages call it."""

    plan: Plan
    responses: tuple[Response, ...]
    file: str = ""
    indicator_responses: tuple[IndicatorResponse, ...] = ()

    @cached_property
    def by_place(self) -> dict[tuple[str, str], Response]:
        """(measure id, department) → response."""
        return {(r.measure, r.department): r for r in self.responses}

    def answering(self, measure: Measure) -> tuple[str, ...]:
        """Who answers on the measure: those in charge that are asked, then who else did."""
        asked = filter(self.plan.is_asked, measure.departments)
        return tuple(dict.fromkeys([*asked, *self._responding.get(measure.id, ())]))

    def answers_on(self, measure: Measure) -> list[tuple[str, Response | None]]:
        """The same with what each has answered; None where it has not."""
        return [(n, self.by_place.get((measure.id, n))) for n in self.answering(measure)]

    @cached_property
    def _responding(self) -> dict[str, tuple[str, ...]]:
        """Measure id → the departments with a response to it."""
        return grouped((response.measure, response.department) for response in self.responses)

    def is_finished(self, response: Response) -> bool:
        """A finished rating (X Y Z), or a next step that ends the measure (終了)."""
        chosen = (question.choice(response[question.key]) for question in self.plan.questions)
        return any(choice.finished for choice in chosen if choice)

    def contradicts_itself(self, response: Response) -> bool:
        """A finished rating (Y), and a next step that goes on (現状維持)."""
        leading = self.plan.leading_choice
        if leading is None or not self._chosen(response, leading, finished=True):
            return False
        others = (q for q in self.plan.department_questions if q is not leading)
        return any(self._chosen(response, q, finished=False) for q in others)

    @staticmethod
    def _chosen(response: Response, question: Question, *, finished: bool) -> bool:
        """Whether a choice was made that ends the measure, or one that does not where another
        would."""
        choice = question.choice(response[question.key])
        ends = question.choices is not None and question.choices.ends
        return ends and choice is not None and choice.finished is finished

    @property
    def outlook(self) -> Question | None:
        """The published choice that tells what comes next: 次期計画での展開."""
        return next((q for q in self.plan.published_questions if q.offers_labels), None)


def by_year(years: Iterable[Year]) -> list[Year]:
    """From the earliest on."""
    return sorted(years, key=lambda year: (year.plan.year, year.file))
