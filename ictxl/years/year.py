"""The plan of one year with its answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ictxl.model import Measure, Plan
from ictxl.responses import Response


@dataclass(frozen=True)
class Year:
    """A plan and the responses to it; `file` is how messages call it."""

    plan: Plan
    responses: tuple[Response, ...]
    file: str = ""

    @cached_property
    def by_place(self) -> dict[tuple[str, str], Response]:
        """(measure id, department) → response."""
        return {(r.measure, r.department): r for r in self.responses}

    def answering(self, measure: Measure) -> tuple[str, ...]:
        """Who answers on the measure: those in charge that are asked, then who else did."""
        departments = self.plan.department_by_name
        asked = [
            name
            for name in measure.departments
            if name not in departments or departments[name].answers
        ]
        others = [r.department for r in self.responses if r.measure == measure.id]
        return tuple(dict.fromkeys([*asked, *others]))

    def is_finished(self, response: Response) -> bool:
        """A finished rating (X Y Z), or a next step that ends the measure (終了)."""
        rating = self.plan.rating_by_symbol.get(response.rating)
        step = self.plan.next_step_by_number.get(response.next_step)
        return bool((rating and rating.finished) or (step and step.finished))

    def rating_label(self, response: Response | None) -> str:
        """`B 目標どおり…`; as written where the legend has no such rating."""
        symbol = response.rating if response else ""
        rating = self.plan.rating_by_symbol.get(symbol)
        return rating.label if rating else symbol

    def step_label(self, response: Response | None) -> str:
        """`1.現状維持`; as written where the list has no such step."""
        number = response.next_step if response else ""
        step = self.plan.next_step_by_number.get(number)
        return step.label if step else number


def by_year(years: Iterable[Year]) -> list[Year]:
    """From the earliest on."""
    return sorted(years, key=lambda year: (year.plan.year, year.file))
