"""Mail drafts: `.eml` files that a mail program opens ready to be looked over and sent."""

from __future__ import annotations

import hashlib
import mimetypes
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from ictxl.files.mail_addresses import is_address, listed_addresses
from ictxl.files.outputs import content_of, write_content
from ictxl.files.untouched import BLANK_SEAL, sealed
from ictxl.text.filenames import sendable_name


@dataclass(frozen=True)
class MailDraft:
    """A mail to one department."""

    name: str
    address: str
    """One or several (with , ; 、 or blanks between); may be empty, for the sender to fill in."""
    subject: str
    body: str
    attachments: Sequence[Path] = ()


def write_mail_draft(draft: MailDraft, target: Path) -> None:
    """Write the draft; the same draft gives the same bytes. OutputError where that fails."""
    write_content(target, mail_bytes(draft))


def mail_bytes(draft: MailDraft) -> bytes:
    """The draft as a message: no date and no id, which the mail program gives it on sending."""
    message = EmailMessage(policy=SMTP)
    # Outlook opens a message with this header for editing instead of as a received one.
    message["X-Unsent"] = "1"
    message["X-Ictxl"] = BLANK_SEAL
    message["Subject"] = " ".join(draft.subject.split())
    if to := recipients(draft):
        message["To"] = to
    message.set_content(draft.body, charset="utf-8", cte="base64")
    for path in draft.attachments:
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        main, _, sub = _KINDS.get(path.suffix.lower(), kind).partition("/")
        name = sendable_name(path.name)
        message.add_attachment(content_of(path), maintype=main, subtype=sub, filename=name)
        _name_for_old_outlook(message, name)
    if draft.attachments:
        # Python's own boundary is random; this one depends on the draft alone.
        words = "\0".join([draft.name, draft.subject, draft.body]).encode("utf-8", "replace")
        message.set_boundary("=_" + hashlib.sha256(words).hexdigest()[:32])
    return sealed(message.as_bytes())


# Not in every system's table of types.
_KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
}


def recipients(draft: MailDraft) -> list[Address]:
    """Under the department's name; addresses that no header can hold are left out."""
    name = " ".join(draft.name.split())
    return [
        Address(name, addr_spec=word)
        for word in listed_addresses(draft.address)
        if is_address(word)
    ]


def _name_for_old_outlook(message: EmailMessage, name: str) -> None:
    """`filename*` (RFC 2231) is the standard, but older Outlooks read only RFC 2047 in `name`."""
    *_, part = message.iter_attachments()
    encoded = name if name.isascii() else f"=?utf-8?B?{b64encode(name.encode()).decode()}?="
    part.set_param("name", encoded, header="Content-Type")
