"""What a report is made of: one round's results, and what can be told from them; findings that say
the same of many cells as groups, and all as a DataFrame."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl import findings
from ictxl.contract.answer_rules import answer_rules
from ictxl.contract.answer_values import normal_text
from ictxl.contract.fields import INDICATOR_QUESTIONS
from ictxl.findings import Finding, Severity
from ictxl.indicators import ACTUAL_KEY
from ictxl.model import grouped
from ictxl.questions import REMARKS_NAME, Question
from ictxl.readers import reader_label
from ictxl.responses import Response, Submission
from ictxl.round import Round

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Remark:
    """What a department wrote on a measure for 情報課 only."""

    response: Response
    text: str
    cell: str


def _remarks(
    responses: Iterable[Response], hidden: Sequence[Question], *, named: bool
) -> Iterator[Remark]:
    for response in responses:
        if said := [question for question in hidden if response[question.key]]:
            yield _remark(response, said, named=named)


def _remark(response: Response, said: Sequence[Question], *, named: bool) -> Remark:
    texts = [question.shown(response[question.key]) for question in said]
    if named:
        texts = [f"{question.name}: {text}" for question, text in zip(said, texts, strict=True)]
    return Remark(response, "\n".join(texts), response.cell(said[0].key))


@dataclass(frozen=True)
class Report:
    """What is told of a round, worked out when it is first asked for."""

    round: Round

    @cached_property
    def paths(self) -> dict[str, Path]:
        """Where each file lies that a finding may name; no link leads to an address."""
        plan = self.round.plan_file
        others = {path.name: path for path in (*self.round.earlier_files, plan) if path}
        local = {s.file: s.path for s in self.round.all_submissions if isinstance(s.path, Path)}
        return {**others, **local}

    @cached_property
    def shown(self) -> tuple[Finding, ...]:
        """What a person is shown, without what only follows from another finding.

        Errors first; then department by department in the plan's order, and by code.
        """
        order = {d.name: number for number, d in enumerate(self.round.plan.departments)}

        def place(found: Finding) -> tuple[int, int, str, str]:
            department = found.department or self.department_of_file.get(found.file, "")
            number = order.get(department, len(order))
            return found.severity.rank, number, found.file, found.code

        return tuple(sorted(without_followers(self.round.findings), key=place))

    @cached_property
    def unplaced(self) -> tuple[Finding, ...]:
        """Findings whose text stands nowhere in the responses."""
        told = [found for found in self.round.findings if found.value]
        files = {found.file for found in told}
        review = self.round.review
        responses: list[Response] = [*self.round.responses, *self.round.indicator_responses]
        responses += review.responses if review else ()
        asked = (*self.round.plan.questions, *(review.plan.questions if review else ()))
        placed = _Placed(asked, [r for r in responses if r.file in files])
        return tuple(found for found in told if not placed.holds(found))

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """What was answered and is not published: 連絡事項 mostly; last what readers say so."""
        review = self.round.review
        own = _remarks(self.round.responses, self._hidden, named=len(self._hidden) > 1)
        if review is None:
            return tuple(own)
        hidden = [question for question in review.plan.questions if not question.published]
        said = (replace(r, department=reader_label(r.department)) for r in review.responses)
        return (*own, *_remarks(said, hidden, named=True))

    @property
    def remarks_name(self) -> str:
        """How the one question is called that is not published; 連絡事項 where they are several."""
        return self._hidden[0].name if len(self._hidden) == 1 else REMARKS_NAME

    @property
    def _hidden(self) -> list[Question]:
        return [q for q in self.round.plan.department_questions if not q.published]

    @cached_property
    def department_of_file(self) -> dict[str, str]:
        found = {s.file: s.department for s in self.round.submissions}
        for s in self.round.review.submissions if self.round.review else ():
            found[s.file] = reader_label(s.department)
        return found

    @cached_property
    def review(self) -> Report | None:
        """What is told of the second reading by itself, by the readers' names."""
        return Report(self.round.review) if self.round.review else None

    @cached_property
    def submissions_by_department(self) -> dict[str, tuple[Submission, ...]]:
        """The submissions that could be read, by department."""
        return grouped((one.department, one) for one in self.round.submissions if one.is_read)

    @cached_property
    def writing_departments(self) -> frozenset[str]:
        """Those that have answered anything."""
        told = (*self.round.responses, *self.round.indicator_responses)
        return frozenset(r.department for r in told if any(r.values.values()))

    @cached_property
    def filled_by_department(self) -> Counter[str]:
        """How many measures each department has filled in: nothing that must be answered lacks."""
        missing = findings.codes(
            findings.RATING_MISSING, findings.ANSWER_MISSING, findings.ANSWER_MISSING_FOR_CHOICE
        )
        rules = [rule for rule in answer_rules(self.round.plan) if rule.kind.code in missing]
        return Counter(
            r.department
            for r in self.round.responses
            if not any(rule.holds(r.values) for rule in rules)
        )

    @cached_property
    def findings_by_department(self) -> dict[str, tuple[Finding, ...]]:
        """The shown findings by department; those about no department under ""."""
        files = self.department_of_file
        return grouped((one.department or files.get(one.file, ""), one) for one in self.shown)

    def to_mend(self, department: str) -> list[Finding]:
        """What the department is asked to mend or to look at."""
        found = self.findings_by_department.get(department, ())
        return [f for f in found if f.request and f.severity is not Severity.INFO]


class _Placed:
    """Which texts stand in the responses, by their place."""

    def __init__(self, asked: Iterable[Question], responses: Iterable[Response]) -> None:
        self._asked = {**{question.key: question for question in asked}, **INDICATOR_QUESTIONS}
        self._fields = {
            (r.file, r.sheet, r.cell(key)): (r, key) for r in responses for key in r.columns
        }

    def holds(self, found: Finding) -> bool:
        place = self._fields.get((found.file, found.sheet, found.cell))
        if place is None:
            # Without a file it is the plan's own text; without a cell, a value of an info is a
            # name that was read.
            return not found.file or (not found.cell and found.severity is Severity.INFO)
        response, key = place
        question = self._asked.get(key)
        # A choice is kept as the code that the written text was read as, or as the text itself.
        if question is None or question.is_choice or found.value in response[key]:
            return question is not None
        if key == ACTUAL_KEY and found.is_a(findings.ANSWER_NORMALISED):
            return bool(response[key])
        return normal_text(question, found.value) == response[key]


def counts(findings: Sequence[Finding]) -> dict[Severity, int]:
    """How many findings of each severity."""
    return {severity: sum(f.severity is severity for f in findings) for severity in Severity}


_COLUMNS: dict[str, Callable[[Finding], str]] = {
    "区分": lambda found: found.severity.label,
    "コード": lambda found: found.code,
    "担当課": lambda found: found.department,
    "施策": lambda found: found.measure,
    "ファイル": lambda found: found.file,
    "シート": lambda found: found.sheet,
    "セル": lambda found: found.cell,
    "内容": lambda found: found.message,
    "対処": lambda found: found.remedy,
    "記述": lambda found: found.value,
}


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """One row a finding, in their order; all text."""
    import pandas as pd  # noqa: PLC0415 - heavy, and not needed to write a report

    rows = [[value(found) for value in _COLUMNS.values()] for found in findings]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype("str")


BLANKS = findings.codes(
    findings.RATING_MISSING,
    findings.ANSWER_MISSING,
    findings.ANSWER_MISSING_UNLESS_FINISHED,
    findings.ANSWER_MISSING_FOR_CHOICE,
)
"""What is told of a cell that nobody has filled in."""
FOLLOWERS = {
    findings.ANSWER_COLUMN_MISSING.code: BLANKS,
    findings.QUESTION_NOT_IN_FORM.code: BLANKS,
    findings.UNKNOWN_DEPARTMENT.code: findings.codes(findings.ANSWER_OF_UNKNOWN_DEPARTMENT),
}
"""Where a file has the first, the others in it only say it again."""


@dataclass(frozen=True)
class FindingGroup:
    """Findings alike in all but their cells and measures; `first` speaks for them."""

    first: Finding
    findings: tuple[Finding, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(found.cell for found in self.findings if found.cell)

    @property
    def measures(self) -> tuple[str, ...]:
        """Each once, as they came."""
        return tuple(dict.fromkeys(found.measure for found in self.findings if found.measure))

    @property
    def count(self) -> int:
        return len(self.findings)


def group_findings(findings: Iterable[Finding]) -> list[FindingGroup]:
    """40 blanks are one line with 40 cells. Groups stand where their first finding stood."""
    groups = grouped(
        ((f.code, f.file, f.sheet, f.department, f.message, f.remedy), f) for f in findings
    )
    return [FindingGroup(group[0], group) for group in groups.values()]


def without_followers(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that are faults of their own, in the same order."""
    found = list(findings)
    follow: dict[str, set[str]] = defaultdict(set)
    for leader in found:
        follow[leader.file] |= FOLLOWERS.get(leader.code, frozenset())
    return [f for f in found if not (f.code in follow[f.file] and _says_no_more(f))]


def _says_no_more(found: Finding) -> bool:
    """Without its column, a blank has no cell; of an unknown department all rows are homeless."""
    return not found.cell or found.is_a(findings.ANSWER_OF_UNKNOWN_DEPARTMENT)
