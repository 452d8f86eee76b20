"""Join a round's submissions, with findings as its plan wants them; a form to hold them against."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ictxl import checks
from ictxl.errors import IctxlError
from ictxl.files.inputs import InputFile
from ictxl.findings import CATALOGUE, Finding, apply_settings
from ictxl.model import Plan
from ictxl.responses import IndicatorResponse, Response, Submission
from ictxl.returned.batch import begin_reading
from ictxl.returned.deciding.join import JoinedSubmissions, join_submissions
from ictxl.returned.reader import USUAL_READING
from ictxl.returned.sent.sendings import Sample
from ictxl.round import Round
from ictxl.runtime.stages import no_progress


def joined(plan: Plan, submissions: Iterable[Submission]) -> JoinedSubmissions:
    """The submissions joined, their findings as the plan wants them."""

    def found_in(answers: Sequence[Response]) -> list[Finding]:
        of_indicators = tuple(r for r in answers if isinstance(r, IndicatorResponse))
        others = tuple(r for r in answers if not isinstance(r, IndicatorResponse))
        unplaced = Round(plan, others, (), indicator_responses=of_indicators)
        return as_wanted(checks.run_checks(unplaced), plan)

    # Before they are joined: what a newer file has mended stays information.
    wanted = (replace(s, findings=tuple(as_wanted(s.findings, plan))) for s in submissions)
    return join_submissions(plan, wanted, found_in)


def as_wanted(found: Iterable[Finding], plan: Plan) -> list[Finding]:
    """The findings with what the plan's 点検設定 makes of them."""
    return apply_settings(found, plan.check_settings, CATALOGUE)


def sample_form(plan: Plan) -> Sample | None:
    """How a form of the plan looks that is made from ictxl's own template; None where none can be.

    Where forms have lost their hidden sheets, this tells their own texts from what departments
    wrote.
    """
    # Slow to import, and seldom needed.
    from ictxl.form.template.template_file import (  # noqa: PLC0415
        default_template_path,
        read_template,
    )
    from ictxl.form.workbook import make_form  # noqa: PLC0415

    asked = plan.answering_departments
    if not asked:
        return None
    # One that shows all that forms may: the table of indicators, too.
    department = next((d for d in asked if plan.indicators_of(d.name)), asked[0])
    try:
        template = read_template(default_template_path(), plan)
        content = make_form(template, plan, department)
    except IctxlError:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        path.write_bytes(content)
        read = begin_reading([InputFile(path, path.name)], USUAL_READING, None).finish(no_progress)
    return next(iter(read.samples.values()), None)
