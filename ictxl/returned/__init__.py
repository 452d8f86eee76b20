"""提出: returned workbooks → responses, and what was odd about them."""

from ictxl.returned.form import ReturnedForm, read_form
from ictxl.returned.join import JoinedSubmissions, join_submissions
from ictxl.returned.place import choose_plan, place_form

__all__ = [
    "JoinedSubmissions",
    "ReturnedForm",
    "choose_plan",
    "join_submissions",
    "place_form",
    "read_form",
]
