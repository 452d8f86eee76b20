"""回答: one row per (measure, department), and the submissions they came in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ictxl import findings as kinds
from ictxl.contract.metadata import FormIdentity
from ictxl.contract.other_workbooks import ForeignContent
from ictxl.files.addresses import Place
from ictxl.findings import Finding, FindingPlace
from ictxl.indicators import ACTUAL_KEY, REMARK_KEY
from ictxl.model import Plan
from ictxl.questions import Question, key_of


@dataclass(frozen=True, slots=True)
class Response:
    """One department's answer on one measure, with the place it was read from.

    Values stand by their question's key. Those that could be read are normalised: a choice as its
    code (`B`, `1`), a number in plain digits, a date as 2026-12-25; what could not be read stays as
    written.
    """

    measure: str
    """The measure's id: `1-3`."""
    department: str
    values: Mapping[str, str] = field(default_factory=dict)
    """Question's key → answer; blank ones may be missing."""
    file: str = ""
    sheet: str = ""
    row: int = 0
    """As Excel shows it."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Question's key → column letters."""
    previous: Mapping[str, str] = field(default_factory=dict)
    """Last year's answers, where the form showed them; as printed there."""

    def __getitem__(self, key: str) -> str:
        """The answer to the question of that key; empty where there is none."""
        return self.values.get(key, "")

    def answer(self, question: str) -> str:
        """The answer to the question of that name: `answer("評価")`; empty where there is none."""
        return self[key_of(question)]

    def is_blank(self, questions: Iterable[Question]) -> bool:
        """Nothing was answered; what only the report shows (連絡事項) is no answer."""
        return not any(self[question.key] for question in questions if question.published)

    def cell(self, key: str) -> str:
        """The cell of a question: `progress` → `K12`; empty without such a column."""
        column = self.columns.get(key, "")
        return f"{column}{self.row}" if column else ""


def place_of(response: Response, key: str) -> FindingPlace:
    """The cell of a question, with what is written there, for findings about it."""
    return {
        "file": response.file,
        "sheet": response.sheet,
        "cell": response.cell(key),
        "department": response.department,
        "measure": response.measure,
        "value": response[key],
    }


def offered_answers(plan: Plan, response: Response) -> dict[str, str]:
    """The answers to what the plan asks, choices as its form offers them, by question's key."""
    return {q.key: q.offered(response[q.key]) for q in plan.questions if response[q.key]}


@dataclass(frozen=True, slots=True)
class IndicatorResponse(Response):
    """What one department told of one indicator, with the cells that it was read from.

    The actual is a number in plain digits, in the indicator's unit; as written where it is none.
    """

    indicator: str = ""
    """The indicator's name; no two of a measure have the same."""

    def is_blank(self, questions: Iterable[Question] = ()) -> bool:  # noqa: ARG002 - as above
        """Nothing was told of the indicator, which answers none of the plan's questions."""
        return not any(self.values.values())

    @property
    def actual(self) -> str:
        """実績値."""
        return self[ACTUAL_KEY]

    @property
    def remark(self) -> str:
        """備考."""
        return self[REMARK_KEY]


@dataclass(frozen=True, slots=True)
class Source:
    """A returned file itself, whatever is in it."""

    path: Place
    """As the user named it; `file` is how findings call it."""
    file: str
    modified: str = ""
    """When the workbook was last saved (its own property, else the file's time), ISO, UTC; empty
    where no workbook could be read."""
    file_time: str = ""
    """The file's own time, ISO, UTC: decides between two that were saved at the same moment."""
    tells_time: bool = False
    """Whether `modified` is the workbook's own account."""
    size: int = 0
    """Bytes of the file; 0 where it could not be opened."""
    digest: str = ""
    """SHA-256 of its bytes; empty where it has none or could not be opened."""

    def unopened(self) -> Source:
        """What is known of the file without a look at what is in it."""
        return Source(self.path, self.file, size=self.size, digest=self.digest)


@dataclass(frozen=True, slots=True)
class Submission(Source):
    """提出: one returned file and what was read from it."""

    department: str = ""
    """The plan's name for it; empty where the file could not be read or placed."""
    identity: FormIdentity | None = None
    responses: tuple[Response, ...] = ()
    findings: tuple[Finding, ...] = ()
    foreign: ForeignContent | None = None
    """All that it says, where it is no form."""
    indicator_responses: tuple[IndicatorResponse, ...] = ()

    @property
    def is_read(self) -> bool:
        return self.identity is not None

    @property
    def is_copy(self) -> bool:
        """The same bytes as a file before it, and counted there."""
        return any(found.is_a(kinds.COPY_OF_ANOTHER_FILE) for found in self.findings)

    @property
    def is_stray(self) -> bool:
        """It could not be read, or belongs to no department."""
        return not self.is_copy and not (self.is_read and self.department)
