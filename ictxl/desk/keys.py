"""The secrets of one running desk: who may look, who may change something.

One random key, which only its user can read, gives all: the cookie's value, the token in forms and
the one-time tokens in opening addresses, which a second start of the desk makes by itself.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time

TOKEN_SECONDS = 600
"""So long an opening address can be used: a person may have to copy it into a browser."""


class Keys:
    """What is made from one secret."""

    def __init__(self, secret: str = "") -> None:
        self.secret = secret or secrets.token_urlsafe(32)
        self.cookie = self._made("cookie")
        self.form_token = self._made("form")
        self._used: set[str] = set()
        self._lock = threading.Lock()

    def mint(self) -> str:
        """A token that opens the desk once."""
        told = f"{int(time.time())}.{secrets.token_urlsafe(12)}"
        return f"{told}.{self._made('open ' + told)}"

    def redeem(self, token: str) -> bool:
        """Whether the token opens the desk now; never a second time."""
        told, _, proof = token.rpartition(".")
        if not same(proof, self._made("open " + told)):
            return False
        made, _, _ = told.partition(".")
        if not made.isdecimal() or abs(time.time() - int(made)) > TOKEN_SECONDS:
            return False
        with self._lock:
            if told in self._used:
                return False
            self._used.add(told)
        return True

    def answer(self, question: str) -> str:
        """Proves to who knows the secret that this desk does, too."""
        return self._made("alive " + question)

    def _made(self, purpose: str) -> str:
        return hmac.new(self.secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compared in a time that tells nothing of where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
