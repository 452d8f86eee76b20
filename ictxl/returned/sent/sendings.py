"""What the forms of one sending have in common, kept once for all forms of a round."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ictxl.contract.metadata import FormIdentity
from ictxl.model import Plan
from ictxl.returned.sent.layout import SentLayout
from ictxl.returned.sent.metadata import CommonMetadata, common_of
from ictxl.spreadsheets.sheet import Sheet


@dataclass(frozen=True)
class Told:
    """What one form tells of its sending, besides its own answers."""

    identity: FormIdentity
    layout: SentLayout
    """How it looked when it was sent."""
    common: CommonMetadata
    """What all forms of the sending say."""


@dataclass(frozen=True)
class Sample:
    """How one form of a sending looked; it serves all that lost their own hidden sheet."""

    place: int
    """Of its file in the round's order: the first form of a sending is its sample."""
    department: str
    """Whose form it is."""
    layout: SentLayout


class Sendings:
    """The sendings that were met while a round is read. Of one round only: what others have said
    before must not change how it is read.

    Whoever reads files has one of its own; `add` joins them. Of each sending the first form in the
    round's order counts, so that it makes no difference who read what, and when.
    """

    def __init__(self) -> None:
        self.samples: dict[str, Sample] = {}
        """By the sending's plan id."""
        self._commons: dict[str, tuple[int, CommonMetadata]] = {}
        self._recent: dict[str, CommonMetadata] = {}
        self._plans: dict[tuple[str, str, str], dict[Plan, Plan]] = {}
        self._last: dict[tuple[str, str, str], Plan] = {}
        """Of each sending the plan that was asked for last: mostly all are the same object."""

    def common(self, digest: str, read: Callable[[], Sheet | None]) -> CommonMetadata | None:
        """What was sent with this digest, as a form before it or else this one (`read`) tells it;
        None where this one's sheet was changed and no other form has been read."""
        known = self.intact(digest) or self._recent.get(digest)
        if known is None:
            known = common_of(read())
            if known.digest != digest:
                return None
            if len(self._recent) >= _MOST_RECENT:
                self._recent.clear()
            self._recent[digest] = known
        return known

    def intact(self, digest: str) -> CommonMetadata | None:
        """What was sent with this digest, as a form tells it that was taken."""
        return self._commons[digest][1] if digest in self._commons else None

    def digests(self) -> frozenset[str]:
        """Of all that is known of what forms of a sending share."""
        return frozenset((*self._commons, *self._recent))

    def take(self, place: int, told: Told) -> None:
        """Keep what the form at this place tells, unless one before it has told the same."""
        if told.common.digest:
            self._take_common(place, told.common)
        sample = Sample(place, told.identity.department, told.layout)
        self._take_sample(told.identity.plan_id, sample)

    def add(self, other: Sendings, places: Sequence[int]) -> None:
        """Take over what another reader kept; `places` are those of its files in the round."""
        for place, common in other._commons.values():
            self._take_common(places[place], common)
        for plan_id, sample in other.samples.items():
            self._take_sample(plan_id, replace(sample, place=places[sample.place]))

    def _take_common(self, place: int, common: CommonMetadata) -> None:
        known = self._commons.get(common.digest)
        if known is None or place < known[0]:
            self._commons[common.digest] = place, common

    def _take_sample(self, plan_id: str, sample: Sample) -> None:
        known = self.samples.get(plan_id)
        if known is None or sample.place < known.place:
            self.samples[plan_id] = sample

    def with_one_plan(self, identity: FormIdentity) -> FormIdentity:
        """The identity, its plan the same object as an equal one before it."""
        # A share is its department's own: all would have to be gone through for each other.
        owner = "" if identity.has_whole_plan else identity.department
        key = identity.plan_id, identity.issued, owner
        if identity.plan is self._last.get(key):
            return identity
        # By hash: of forms that all carry a plan of their own, none is compared with all.
        known = self._plans.setdefault(key, {})
        plan = self._last[key] = known.setdefault(identity.plan, identity.plan)
        return identity if plan is identity.plan else replace(identity, plan=plan)


_MOST_RECENT = 64
"""A process that reads one odd file after another keeps no more."""
Samples = Mapping[str, Sample]
"""Plan id → how a form of that sending looked."""
