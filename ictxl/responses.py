"""回答: one row per (measure, department), and the submissions they came in."""

from __future__ import annotations

from dataclasses import dataclass

from ictxl.contract.metadata import FormIdentity
from ictxl.contract.other_workbooks import ForeignContent
from ictxl.files.addresses import Place
from ictxl.findings import Finding


@dataclass(frozen=True, slots=True)
class Response:
    """One department's answer on one measure, with the place it was read from.

    Coded fields are normalised (`rating` a symbol such as `B`, `next_step` a number such as `1`)
    where they could be read as one of the plan's codes; what could not be read stays as written.
    """

    area: int
    number: int
    department: str
    rating: str = ""
    progress: str = ""
    next_step: str = ""
    remarks: str = ""
    file: str = ""
    sheet: str = ""
    row: int = 0
    """As Excel shows it."""
    rating_column: str = ""
    progress_column: str = ""
    next_step_column: str = ""
    remarks_column: str = ""
    previous_rating: str = ""
    """Last year's, where the form showed it; as printed there."""
    previous_progress: str = ""

    @property
    def measure(self) -> str:
        return f"{self.area}-{self.number}"

    @property
    def is_blank(self) -> bool:
        """Nothing was answered (連絡事項 alone is no answer)."""
        return not (self.rating or self.progress or self.next_step)

    @property
    def answer(self) -> tuple[str, str, str, str]:
        """What the department wrote, without its place: equal answers are one answer."""
        return (self.rating, self.progress, self.next_step, self.remarks)

    def cell(self, field: str) -> str:
        """The cell of an input field: `progress` → `K12`; empty without such a column."""
        column: str = getattr(self, f"{field}_column")
        return f"{column}{self.row}" if column else ""


@dataclass(frozen=True, slots=True)
class Submission:
    """提出: one returned file and what was read from it."""

    path: Place
    """As the user named it; `file` is how findings call it."""
    file: str
    department: str = ""
    """The plan's name for it; empty where the file could not be read or placed."""
    identity: FormIdentity | None = None
    modified: str = ""
    """When the workbook was last saved (its own property, else the file's time), ISO, UTC."""
    file_time: str = ""
    """The file's own time, ISO, UTC: decides between two that were saved at the same moment."""
    tells_time: bool = False
    """Whether `modified` is the workbook's own account."""
    size: int = 0
    """Bytes of the file; 0 where it could not be opened."""
    digest: str = ""
    """SHA-256 of its bytes; empty where it has none or could not be opened."""
    responses: tuple[Response, ...] = ()
    findings: tuple[Finding, ...] = ()
    foreign: ForeignContent | None = None
    """All that it says, where it is no form."""

    @property
    def is_read(self) -> bool:
        return self.identity is not None
