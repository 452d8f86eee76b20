"""Find the desk of a folder that runs already, so that a second start opens that one."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from ictxl.desk.keys import Keys, same
from ictxl.files.inputs import resolved

_PATIENCE = 2.0
"""Seconds until a desk counts as gone."""


@dataclass(frozen=True)
class Address:
    """Where a running desk answers; the secret is for its own user only."""

    port: int
    prefix: str
    secret: str

    def opening(self, keys: Keys) -> str:
        """An address that opens the desk once."""
        return f"http://127.0.0.1:{self.port}{self.prefix}/open?token={keys.mint()}"


def find_running(folder: Path) -> Address | None:
    """The desk of this folder that this user has running; None where there is none."""
    record = _record_of(folder)
    try:
        address = Address(**json.loads(record.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return address if _is_alive(address) else None


def _is_alive(address: Address) -> bool:
    """Whether the desk itself answers, and not some other program at its port."""
    question = secrets.token_urlsafe(16)
    connection = HTTPConnection("127.0.0.1", address.port, timeout=_PATIENCE)
    try:
        connection.request("GET", f"{address.prefix}/alive?question={question}")
        answer = connection.getresponse().read(200).decode("ascii", "replace")
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return same(answer, Keys(address.secret).answer(question))


@contextmanager
def recorded(folder: Path, address: Address) -> Iterator[None]:
    """For the block, a second start finds this desk. A record that cannot be written stops
    nothing: there would be two desks, which is allowed."""
    record = _record_of(folder)
    content = json.dumps(asdict(address))
    with suppress(OSError):
        record.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        record.unlink(missing_ok=True)
        handle = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
    try:
        yield
    finally:
        with suppress(OSError):
            if record.read_text("utf-8") == content:
                record.unlink()


def _record_of(folder: Path) -> Path:
    name = hashlib.sha256(os.fsencode(resolved(folder))).hexdigest()[:20]
    return _private_folder() / f"desk-{name}.json"


def _private_folder() -> Path:
    """Where a user's programs keep what no other user may read."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "ictxl"
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        return Path(runtime) / "ictxl"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ictxl"
