"""Forms whose copy of what all forms say was changed: read as an intact one of the round tells it.

So it makes no difference in which order, or by which process, the forms of a round are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ictxl.returned.form import ReturnedForm, complete_form
from ictxl.returned.guarded_reading import told_of_the_file
from ictxl.returned.metadata_records import Common
from ictxl.spreadsheets.errors import UnreadableError
from ictxl.spreadsheets.limits import DEFAULT_LIMITS


def complete_forms(forms: Sequence[ReturnedForm]) -> list[ReturnedForm]:
    """All forms, none of which lacks anything any more."""
    known = {form.common.digest: form.common for form in forms if form.common}
    return [_complete(form, known.get(form.lacks)) for form in forms]


def _complete(form: ReturnedForm, common: Common | None) -> ReturnedForm:
    if form.lacks:
        try:
            with told_of_the_file(DEFAULT_LIMITS):
                form = complete_form(form, common)
        except UnreadableError as error:
            told = (error.finding(form.file),)
            return ReturnedForm(
                form.path, form.file, findings=told, size=form.size, digest=form.digest
            )
    # Nobody needs it any more.
    return replace(form, common=None) if form.common else form
