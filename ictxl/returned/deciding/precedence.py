"""Which of two submissions of a department counts, and whether that is certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cached_property

from ictxl.findings import Finding, Severity
from ictxl.model import Plan
from ictxl.responses import Response, Submission
from ictxl.text.times import iso_utc

FoundIn = Callable[[Sequence[Response]], Iterable[Finding]]
"""The checks' findings on answers."""
Rank = tuple[bool, str, bool, str, str]
Complaint = tuple[str, str]
"""A measure, and the code of what is to be mended there."""
_CLOCKS_DIFFER = timedelta(minutes=10)
"""The clocks of two computers."""


def is_in_the_future(time: str, now: datetime) -> bool:
    """Whether an ISO time is yet to come; what is no such time is not."""
    return iso_utc(time) > iso_utc(now + _CLOCKS_DIFFER)


class Precedence:
    """Compares the submissions of one round. `found_in` tells what the checks find on answers."""

    def __init__(
        self, plan: Plan, submissions: Sequence[Submission], found_in: FoundIn, now: datetime
    ) -> None:
        self._plan = plan
        self._submissions = submissions
        self._found_in = found_in
        self._now = now
        self._by_file = {s.file: s for s in submissions}
        self._ranks: dict[str, Rank] = {}
        self._replaces: dict[tuple[str, str], bool] = {}

    def submission(self, file: str) -> Submission:
        return self._by_file[file]

    def is_in_the_future(self, submission: Submission) -> bool:
        """Whether it claims to be saved later than now."""
        return is_in_the_future(submission.modified, self._now)

    def rank(self, submission: Submission) -> Rank:
        """The greatest goes first: a form of the plan itself, then the one saved last."""
        known = self._ranks.get(submission.file)
        if known is None:
            saved, copied = submission.modified, submission.file_time
            if self.is_in_the_future(submission):
                saved = copied = ""
            came_home = self.came_home(submission)
            known = self._is_own(submission), saved, came_home, copied, submission.file
            self._ranks[submission.file] = known
        return known

    def replaces(self, newer: Submission, older: Submission) -> bool:
        """Whether it surely was made to replace the other: saved later, and a send-back that comes
        home or one that answers what was found in the other."""
        key = newer.file, older.file
        if key not in self._replaces:
            self._replaces[key] = not self.doubt(newer, older)
        return self._replaces[key]

    def doubt(self, newer: Submission, older: Submission) -> str:
        """Why it does not surely replace the other, as the beginning of a Japanese sentence; empty
        where it does."""
        if self._is_own(older) and not self._is_own(newer):
            return "一方が別の版の計画の調査票である"
        unclear = self._doubt_of_times(newer, older)
        if unclear or self.came_home(newer) or self._answers(newer, older):
            return unclear
        return "新しいほうのファイルに、前のファイルへの指摘を直したところがない"

    def _doubt_of_times(self, newer: Submission, older: Submission) -> str:
        if self.is_in_the_future(newer) or self.is_in_the_future(older):
            return "保存日時が未来のファイルがある"
        if not (newer.tells_time and older.tells_time):
            return "保存日時のわからないファイルがある"
        if newer.modified == older.modified:
            # A marked copy keeps the time of saving of the very file it was made of.
            made_of_it = self.came_home(newer) and not self.came_home(older)
            return "" if made_of_it else "どちらも同じ時刻に保存されている"
        if newer.modified < older.modified:
            return f"{older.file} のほうがあとで保存されている"
        return ""

    def came_home(self, submission: Submission) -> bool:
        """Whether it is a send-back that was returned."""
        return submission.identity is not None and submission.identity.is_sent_back

    def _answers(self, newer: Submission, older: Submission) -> bool:
        """Whether it answers where something was to be mended, and nothing is any more."""
        mended = self._complaints.get(older.file, set()) - self._complaints.get(newer.file, set())
        measures = {measure for measure, _ in mended}
        return any(r.measure in measures and self._says(r) for r in all_responses(newer))

    @cached_property
    def _complaints(self) -> dict[str, set[Complaint]]:
        """By file, what was found in its answers."""
        # A blank is no fault here: of teams that share a form out, each leaves some.
        # A workbook may hold the sheets of several departments.
        who = {s.file: {r.department for r in all_responses(s)} for s in self._submissions}
        often = Counter(name for names in who.values() for name in names)
        rivals = [s for s in self._submissions if any(often[name] > 1 for name in who[s.file])]
        answers = [r for s in rivals for r in all_responses(s) if self._says(r)]
        known: dict[str, set[Complaint]] = {}
        for found in (
            *(found for s in rivals for found in s.findings),
            *self._found_in(answers),
        ):
            if found.measure and found.severity is not Severity.INFO:
                known.setdefault(found.file, set()).add((found.measure, found.code))
        return known

    def _says(self, response: Response) -> bool:
        return not response.is_blank(self._plan.questions)

    def _is_own(self, submission: Submission) -> bool:
        identity = submission.identity
        return identity is not None and identity.plan_id == self._plan.id


def all_responses(submission: Submission) -> tuple[Response, ...]:
    """What it says of measures and of indicators."""
    return (*submission.responses, *submission.indicator_responses)
