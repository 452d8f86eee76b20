"""Check before a long reading whether the forms tell their plan; no plan workbook is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ictxl.errors import IctxlError
from ictxl.files.inputs import InputFile
from ictxl.returned.batch import begin_reading
from ictxl.returned.reader import Reading
from ictxl.returned.returned_file import identity_of
from ictxl.runtime.stages import no_progress
from ictxl.runtime.workers import ONE_PROCESS

MANY = 20
"""Files; fewer are read in a moment."""


def require_plan_in_forms(inputs: Sequence[InputFile], reading: Reading) -> None:
    """Raise IctxlError where many files are to be read and the first, the middle and the last of
    them are forms of a plan so large that no form holds it whole: where most are such forms, no
    other file among them tells the round's plan (`choose_plan`)."""
    if len(inputs) < MANY:
        return
    unattended = replace(reading, ask_password=None, workers=ONE_PROCESS)
    # One after the other: of most rounds the first tells that no other need be looked at.
    for one in (inputs[0], inputs[len(inputs) // 2], inputs[-1]):
        (file,) = begin_reading([one], unattended, None).finish(no_progress).files
        identity = identity_of(file)
        if identity is None or identity.has_whole_plan:
            return
    raise plan_needed()


def plan_needed() -> IctxlError:
    """Of forms that hold their own department's share of the plan only."""
    return IctxlError(
        "計画がとても大きいので、調査票の中にはそれぞれの課の分しか入っていません。",
        "--plan で計画台帳を指定してください(例: ictxl merge returned --plan plan.xlsx)。",
    )
