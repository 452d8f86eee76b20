"""The plan of measures: what 情報課 keeps and every form is made from. Frozen, no I/O."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

LARGEST_NUMBER = 9999
"""Of 基本施策 and 項番; the smallest is 1."""


@dataclass(frozen=True)
class Rating:
    """評価: one line of the 凡例."""

    symbol: str
    meaning: str
    finished: bool
    """True for 終了 (X Y Z), False for 継続 (A B C D)."""

    @property
    def label(self) -> str:
        return f"{self.symbol} {self.meaning}"


@dataclass(frozen=True)
class NextStep:
    """次期計画での展開: one line of the plan's list."""

    number: str
    name: str
    finished: bool
    """True where the measure ends (終了)."""

    @property
    def label(self) -> str:
        return f"{self.number}.{self.name}"


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
    """基本施策 (第N款)."""

    number: int
    title: str

    @property
    def label(self) -> str:
        """As printed beside its measures: 第1款 にぎわいと活力を創出する情報化."""
        return f"{self.number_label} {self.title}"

    @property
    def number_label(self) -> str:
        return f"第{self.number}款"


MOST_LISTED = 30
"""Lines of 担当課 on a form: with all of a thousand, all forms would grow with their square."""


@dataclass(frozen=True)
class Measure:
    """施策, with its 目標 and the departments in charge, in the plan's order."""

    area: int
    number: int
    title: str
    target: str
    outlook: str
    assignments: tuple[Assignment, ...]

    @property
    def id(self) -> str:
        """`"1-3"`: area and number."""
        return f"{self.area}-{self.number}"

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
    rating: str
    progress: str
    next_step: str
    """With its name: 1.現状維持."""


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
    progress_limit: int | None = None
    """進捗の上限文字数; None for no limit."""
    areas: tuple[PolicyArea, ...] = ()
    measures: tuple[Measure, ...] = ()
    departments: tuple[Department, ...] = ()
    ratings: tuple[Rating, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    outlooks: tuple[Outlook, ...] = ()
    check_settings: tuple[CheckSetting, ...] = ()
    previous: tuple[PreviousAnswer, ...] = ()
    """Last year's answers, shown beside this year's; no part of the plan's `id`."""

    @cached_property
    def id(self) -> str:
        """Short hash of what answers depend on.

        Deadline, contact, limits and mail addresses may change between two sendings of the same
        plan without making it another plan.
        """
        core = [
            self.title,
            self.year,
            [[a.number, a.title] for a in self.areas],
            [[m.id, m.title, m.target, [a.label for a in m.assignments]] for m in self.measures],
            [[r.symbol, r.meaning, r.finished] for r in self.ratings],
            [[n.number, n.name, n.finished] for n in self.next_steps],
        ]
        text = json.dumps(core, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @cached_property
    def measure_by_id(self) -> dict[str, Measure]:
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def area_by_number(self) -> dict[int, PolicyArea]:
        return {area.number: area for area in self.areas}

    @cached_property
    def department_by_name(self) -> dict[str, Department]:
        return {department.name: department for department in self.departments}

    @cached_property
    def rating_by_symbol(self) -> dict[str, Rating]:
        return {rating.symbol: rating for rating in self.ratings}

    @cached_property
    def next_step_by_number(self) -> dict[str, NextStep]:
        return {step.number: step for step in self.next_steps}

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

    def measures_in(self, area: int) -> tuple[Measure, ...]:
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
        found: dict[str, list[Measure]] = {}
        for measure in self.measures:
            for name in dict.fromkeys(measure.departments):
                found.setdefault(name, []).append(measure)
        return {name: tuple(measures) for name, measures in found.items()}

    @cached_property
    def _measures_by_area(self) -> dict[int, tuple[Measure, ...]]:
        found: dict[int, list[Measure]] = {}
        for measure in self.measures:
            found.setdefault(measure.area, []).append(measure)
        return {area: tuple(measures) for area, measures in found.items()}
