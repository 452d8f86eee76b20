"""提出: returned workbooks → responses, and what was odd about them.

Each name is imported when it is asked for: making forms reads returned ones for last year's
answers only.
"""

from typing import TYPE_CHECKING

from ictxl.lazily import names_of

if TYPE_CHECKING:
    from ictxl.returned.form import ReturnedForm
    from ictxl.returned.join import JoinedSubmissions, join_submissions
    from ictxl.returned.limits import Limits
    from ictxl.returned.many import begin_reading, start_workers
    from ictxl.returned.place import choose_plan, place_form
    from ictxl.returned.reader import USUAL_READING, FormReader, Reading, read_form
    from ictxl.returned.recover import recover_forms
    from ictxl.returned.workers import Workers

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
    "form": "ReturnedForm",
    "join": "JoinedSubmissions join_submissions",
    "limits": "Limits",
    "many": "begin_reading start_workers",
    "place": "choose_plan place_form",
    "reader": "USUAL_READING FormReader Reading read_form",
    "recover": "recover_forms",
    "workers": "Workers",
}
"""Module → what it offers."""

__getattr__ = names_of(__name__, _HOMES)
