"""調査票: `Plan` + template → a department's workbook."""

from __future__ import annotations

from ictxl.form.file_names import form_file_names
from ictxl.form.mail_template import MAIL_FILE, MailText, compose, read_mail_text
from ictxl.form.sheet.measures import Previous, PreviousAnswer
from ictxl.form.template.capacity import check_room
from ictxl.form.template.template_file import (
    Template,
    check_template,
    default_template_path,
    read_template,
)
from ictxl.form.workbook import make_form, write_form

__all__ = [
    "MAIL_FILE",
    "MailText",
    "Previous",
    "PreviousAnswer",
    "Template",
    "check_room",
    "check_template",
    "compose",
    "default_template_path",
    "form_file_names",
    "make_form",
    "read_mail_text",
    "read_template",
    "write_form",
]
