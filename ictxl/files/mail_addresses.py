"""Mail addresses as a person lists them in a cell."""

from __future__ import annotations

import re
from contextlib import suppress

from ictxl.text.clean import normalized

_BETWEEN = re.compile(r"[\s,;、\uff0c\uff1b]+")
_PLAIN = re.compile(r"[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*+")
"""What nearly all are."""


def listed_addresses(text: str) -> list[str]:
    """One or several (with , ; 、, blanks or line breaks between); a full-width ＠ is an @."""
    return [word for word in _BETWEEN.split(normalized("NFKC", text)) if word]


def is_address(word: str) -> bool:
    """Whether the header of a mail can hold it."""
    if _PLAIN.fullmatch(word):
        return True
    if not word.isascii():
        return False
    from email.errors import MessageError  # noqa: PLC0415 - slow to import
    from email.headerregistry import Address  # noqa: PLC0415

    with suppress(ValueError, IndexError, MessageError):
        Address("", addr_spec=word)
        return True
    return False


def unusable_addresses(text: str) -> list[str]:
    """Those of the listed words that no mail can be sent to."""
    return [word for word in listed_addresses(text) if not is_address(word)]
