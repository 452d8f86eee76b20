"""Outside programs that judge what ictxl makes, and that use it as people do."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(client: str, reason: str) -> NoReturn:
    """Skip the test with its reason, or fail it where every client must be there."""
    message = f"{client}: {reason}"
    if os.environ.get("ICTXL_REQUIRE_CLIENTS") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
