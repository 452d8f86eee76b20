"""A thread of comments and the old-style note that Excel keeps of it on the same cell."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NOTICE = re.compile(
    r"\s*\[(?:スレッド(?:化された)? ?コメント|コメント ?スレッド|[Tt]hreaded [Cc]omment)\]\s*"
    r"(?:[^\n]{0,400}https://go\.microsoft\.com/fwlink/\?linkid=870924[ \u00a0]*)?"
)
"""What Excel tells older programs at the head of such a note."""
_LABEL = re.compile(r"^[ \t]*(?:コメント|返信|Comment|Reply)[::]", re.MULTILINE)
_WORDS = re.compile(r"\w")


def repeats_thread(note: str, thread: Iterable[str]) -> bool:
    """The note says nothing but the thread, with what Excel itself writes around it."""
    notice = _NOTICE.match(note)
    left = _LABEL.sub("", note[notice.end() :] if notice else note)
    left = _evened(left)
    for text in sorted(filter(None, map(_evened, thread)), key=len, reverse=True):
        left = left.replace(text, "", 1)
    return _WORDS.search(left) is None


def _evened(text: str) -> str:
    """Programs indent and break the thread's texts anew."""
    return "".join(text.split())
