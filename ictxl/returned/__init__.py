"""提出: returned workbooks → responses, and what was odd about them.

Each name is imported when it is asked for: making forms reads returned ones for last year's
answers only.
"""

from typing import TYPE_CHECKING

from ictxl.runtime.lazy_names import names_of

if TYPE_CHECKING:
    from ictxl.returned.assign import choose_plan, place_form
    from ictxl.returned.batch import begin_reading, start_workers
    from ictxl.returned.form import ReturnedForm
    from ictxl.returned.join import JoinedSubmissions, join_submissions
    from ictxl.returned.reader import USUAL_READING, FormReader, Reading, read_form
    from ictxl.returned.recover import recover_forms
    from ictxl.runtime.workers import Workers
    from ictxl.spreadsheets.limits import Limits

__all__ = [
    "USUAL_READING",
    "FormReader",
    "JoinedSubmissions",
    "Limits",
    "Reading",
    "ReturnedForm",
    "Workers",
    "begin_reading",
    "choose_plan",
    "join_submissions",
    "place_form",
    "read_form",
    "recover_forms",
    "start_workers",
]

_HOMES = {
    "ictxl.returned.form": "ReturnedForm",
    "ictxl.returned.join": "JoinedSubmissions join_submissions",
    "ictxl.spreadsheets.limits": "Limits",
    "ictxl.returned.batch": "begin_reading start_workers",
    "ictxl.returned.assign": "choose_plan place_form",
    "ictxl.returned.reader": "USUAL_READING FormReader Reading read_form",
    "ictxl.returned.recover": "recover_forms",
    "ictxl.runtime.workers": "Workers",
}
"""Module → what it offers."""

__getattr__ = names_of(__name__, _HOMES)
