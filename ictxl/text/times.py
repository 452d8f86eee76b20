"""Times as ISO 8601 texts in UTC, `2019-11-20T01:23:45Z`: a later one is greater as text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone


def iso_utc(time: datetime | str) -> str:
    """A time, or what a file says is one; "" where it is none. No zone is taken for UTC."""
    try:
        if isinstance(time, str):
            time = datetime.fromisoformat(time.strip())
        zoned = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):  # OverflowError: the year 1 or 9999, in another zone
        return ""
    return zoned.isoformat(timespec="seconds").replace("+00:00", "Z")


_JAPAN = timezone(timedelta(hours=9))
"""Japan keeps one time all year; no machine's own zone shall change a report."""


def local_time(iso: str) -> str:
    """`2019-11-20T01:23:45Z` → `2019-11-20 10:23`; what is no such time stays as it is."""
    try:
        time = datetime.fromisoformat(iso)
        return (time.astimezone(_JAPAN) if time.tzinfo else time).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return iso
