"""Mail drafts: `.eml` files that a mail program opens ready to be looked over and sent."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from ictxl.outputs import write_whole


@dataclass(frozen=True)
class MailDraft:
    """A mail to one department; `address` may be empty, for the sender to fill in."""

    name: str
    address: str
    subject: str
    body: str
    attachments: Sequence[Path] = ()


def write_mail_draft(draft: MailDraft, target: Path) -> None:
    """Write the draft; the same draft gives the same bytes. OutputError where that fails."""
    content = mail_bytes(draft)
    write_whole(target, lambda place: _write_bytes(place, content))


def mail_bytes(draft: MailDraft) -> bytes:
    """The draft as a message: no date and no id, which the mail program gives it on sending."""
    message = EmailMessage(policy=SMTP)
    # Outlook opens a message with this header for editing instead of as a received one.
    message["X-Unsent"] = "1"
    message["Subject"] = " ".join(draft.subject.split())
    if recipient := _recipient(draft):
        message["To"] = recipient
    message.set_content(draft.body, charset="utf-8", cte="base64")
    for path in draft.attachments:
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        main, _, sub = _KINDS.get(path.suffix.lower(), kind).partition("/")
        message.add_attachment(path.read_bytes(), maintype=main, subtype=sub, filename=path.name)
    if draft.attachments:
        message.set_boundary(_boundary(draft))
    return message.as_bytes()


# Not in every system's table of types.
_KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
}


def _recipient(draft: MailDraft) -> Address | None:
    """None where there is no address, or none that a header can hold."""
    try:
        return Address(draft.name, addr_spec=draft.address) if draft.address else None
    except (ValueError, IndexError):
        return None


def _boundary(draft: MailDraft) -> str:
    """Python's own boundary is random; this one depends on the draft alone."""
    words = "\0".join([draft.name, draft.subject, draft.body])
    return "=_" + hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32]


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)
