"""Subject and text of the mail that sends a form to its department."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ictxl.contract import placeholders
from ictxl.errors import InputError
from ictxl.form.sheet.heads import head_values
from ictxl.model import Department, Plan

MAIL_FILE = "mail.txt"
"""In the plan's folder: the text of the mails, where the default does not fit."""
ATTACHED = "調査票名"
"""Placeholder of the attached file's name."""
SUBJECT_MARK = "件名"

DEFAULT_TEXT = """\
件名: 【依頼】{計画名} {年度} 進捗状況調査

{担当課} 御中

{計画名}の{年度}の進捗状況を調査します。
添付の調査票「{調査票名}」({施策数}{施策の呼び名})に記入し、返送してください。
記入のしかたは、調査票の「記入方法」シートをご覧ください。

提出期限: {提出期限}
問い合わせ先: {問い合わせ先}
"""

_NAMES = (*placeholders.PAGE_NAMES, ATTACHED)


@dataclass(frozen=True)
class MailText:
    """Subject and body with placeholders, those of a template's head and `{調査票名}`."""

    subject: str
    body: str


def read_mail_text(folder: Path) -> MailText:
    """The text in `mail.txt` of the plan's folder, or ictxl's own where there is none.

    Raises InputError where the file cannot be read, has no subject or an unknown placeholder.
    """
    path = folder / MAIL_FILE
    if not path.exists():
        return _parse(DEFAULT_TEXT, path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"メールの文面「{path}」を読めません({error.strerror})。",
            "ほかのソフトで開いていれば閉じてください。",
        ) from error
    return _parse(_decode(content, path), path)


def _decode(content: bytes, path: Path) -> str:
    """UTF-8, or what older versions of Windows' Notepad save."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        f"メールの文面「{path}」の文字コードがわかりません。",
        "メモ帳で開き、文字コードを UTF-8 にして保存し直してください。",
    )


def _parse(text: str, path: Path) -> MailText:
    lines = text.replace("\r\n", "\n").split("\n")
    head = re.fullmatch(rf"{SUBJECT_MARK}\s*+[:\uff1a]\s*+(.+)", lines[0].strip())
    if head is None:
        raise InputError(
            f"メールの文面「{path}」の 1 行目に件名がありません。",
            "1 行目を「件名: …」とし、2 行目を空けて、3 行目から本文を書いてください。",
        )
    for number, line in enumerate(lines, 1):
        for name in placeholders.names_in(line):
            if name not in _NAMES:
                raise InputError(
                    f"メールの文面「{path}」の {number} 行目に、"
                    f"知らない差し込み欄「{placeholders.braced(name)}」があります。",
                    "使える差し込み欄は " + " ".join(map(placeholders.braced, _NAMES)) + " です。",
                )
    return MailText(head[1], "\n".join(lines[1:]).strip("\n") + "\n")


def compose(text: MailText, plan: Plan, department: Department, form: str) -> tuple[str, str]:
    """Subject and body of the mail that takes the form of that file name to the department."""
    values = {**head_values(plan, department), ATTACHED: form}
    return placeholders.fill(text.subject, values.get), _fill_body(text.body, values)


def _fill_body(body: str, values: dict[str, str]) -> str:
    """The body filled in; a line whose placeholders are all empty says nothing and goes."""
    lines = []
    for line in body.split("\n"):
        names = placeholders.names_in(line)
        if not names or any(values[name] for name in names):
            lines.append(placeholders.fill(line, values.get))
    return "\n".join(lines)
