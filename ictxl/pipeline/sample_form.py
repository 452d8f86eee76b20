"""A form as `generate` would make it, for rounds in which no form says how it was sent."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ictxl.errors import IctxlError
from ictxl.files.inputs import InputFile
from ictxl.model import Plan
from ictxl.returned.batch import begin_reading
from ictxl.returned.reader import USUAL_READING
from ictxl.returned.sent.sendings import Sample
from ictxl.runtime.stages import no_progress


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
