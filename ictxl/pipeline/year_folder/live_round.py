"""A round that is looked at again whenever something arrives; only what changed is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ictxl import findings
from ictxl.errors import IctxlError
from ictxl.files.inputs import InputFile, find_inputs, resolved
from ictxl.pipeline.collecting import CollectedRound, collect_again
from ictxl.pipeline.keeping import returned_files
from ictxl.pipeline.year_folder.places import YearFolder
from ictxl.report.content import Report
from ictxl.report.page import letter_to
from ictxl.report.status import (
    DepartmentStatus,
    SubmissionState,
    deadline_told,
    department_statuses,
)
from ictxl.responses import Submission
from ictxl.returned.kept_files import KeptFiles, Signature, signature_of
from ictxl.returned.reader import USUAL_READING, Reading
from ictxl.runtime.stages import Progress, no_progress
from ictxl.text.era import date_label

Seen = tuple[tuple[str, Signature], ...]
"""Names and signatures of all files that a look depends on."""


@dataclass(frozen=True)
class RoundSeen:
    """What a look found. It holds as long as `seen` is what the folder shows."""

    seen: Seen
    collected: CollectedRound | None = None
    """None where nothing can be told: `error` says why, or nothing has come back."""
    error: IctxlError | None = None
    plan_error: IctxlError | None = None
    """Why the plan workbook was left aside, and the plan in the forms taken."""
    report: Report | None = None
    departments: tuple[DepartmentStatus, ...] = ()
    outside: tuple[str, ...] = ()
    """Links that lead out of the folder: they are not followed."""
    files: int = 0
    opened: int = 0
    """How many files were opened for this look."""

    @property
    def strays(self) -> tuple[Submission, ...]:
        """Files that could not be read, or that belong to no department."""
        found = self.collected.submissions if self.collected else ()
        return tuple(s for s in found if s.is_stray)

    def count(self, state: SubmissionState) -> int:
        return sum(d.state is state for d in self.departments)

    def letter(self, status: DepartmentStatus) -> str:
        """The text to send to a department; empty where nothing is asked of it."""
        return letter_to(self.report, status) if self.report else ""

    @property
    def deadline(self) -> str:
        plan = self.collected.plan if self.collected else None
        return date_label(plan.deadline, plan.year_label) if plan else ""


def reading_with(passwords: tuple[str, ...]) -> Reading:
    """How what came back is read where a person has typed these."""
    return replace(USUAL_READING, passwords=passwords)


class LiveRound:
    """Looks at one folder's round again and again."""

    def __init__(self, folder: YearFolder, passwords: tuple[str, ...] = ()) -> None:
        self.reading = reading_with(passwords)
        self._folder = folder.folder
        self._kept = KeptFiles()

    def add_password(self, password: str) -> None:
        """Try it on every file that is closed, from the next look on."""
        self.reading = reading_with((*self.reading.passwords, password))
        self._kept.forget_all()

    def signature(self) -> Seen:
        """What a look would depend on, as it is now; no file is opened."""
        folder = YearFolder(self._folder)
        files = [InputFile(path, path.name) for path in folder.plans]
        try:
            files += self._inputs(folder)
        except IctxlError:  # `look` says why
            return ()
        return tuple((str(file.path), signature_of(file.path)) for file in files)

    def look(self, progress: Progress = no_progress) -> RoundSeen:
        """Read what was written since the last look, and check everything against the plan."""
        folder = YearFolder(self._folder)
        seen = self.signature()
        plan_file = folder.plan_file
        try:
            inputs, outside = self._within(returned_files(self._inputs(folder)))
        except IctxlError as error:
            return RoundSeen(seen, error=error)
        looked = RoundSeen(seen, outside=outside, files=len(inputs))
        if plan_file:
            try:
                return self._collected(looked, inputs, plan_file, progress)
            except IctxlError as error:
                looked = replace(looked, plan_error=error)
        if not inputs:
            return looked
        try:
            return self._collected(looked, inputs, None, progress)
        except IctxlError as error:
            return replace(looked, error=error)

    def _inputs(self, folder: YearFolder) -> list[InputFile]:
        return find_inputs(folder.inputs, may_be_empty=True) if folder.returned.is_dir() else []

    def _within(self, inputs: Sequence[InputFile]) -> tuple[list[InputFile], tuple[str, ...]]:
        home = resolved(self._folder)
        inside = [
            f for f in inputs if isinstance(f.path, Path) and resolved(f.path).is_relative_to(home)
        ]
        return inside, tuple(f.name for f in inputs if f not in inside)

    def _collected(
        self,
        looked: RoundSeen,
        inputs: Sequence[InputFile],
        plan_file: Path | None,
        progress: Progress,
    ) -> RoundSeen:
        collected = collect_again(
            inputs, self._kept, plan_file=plan_file, reading=self.reading, progress=progress
        )
        report = Report(collected)
        return replace(
            looked,
            collected=collected,
            report=report,
            departments=department_statuses(report),
            opened=self._kept.opened,
        )


def state_counts(seen: RoundSeen) -> list[tuple[SubmissionState, int]]:
    """How many departments are in each state, the worst first."""
    return [(state, seen.count(state)) for state in SubmissionState]


def closed_files(seen: RoundSeen) -> tuple[str, ...]:
    """Files that only a password opens."""
    found = seen.collected.findings if seen.collected else seen.error.findings if seen.error else ()
    return tuple(dict.fromkeys(f.file for f in found if f.is_a(findings.PASSWORD_REQUIRED)))


def deadline_line(seen: RoundSeen, today: date) -> str:
    """`提出期限 令和元年11月29日(金) まであと 5 日`; empty without a deadline."""
    plan = seen.collected.plan if seen.collected else None
    return deadline_told(plan, today) if plan else ""
