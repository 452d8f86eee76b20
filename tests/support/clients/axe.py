"""axe-core, the checker of pages' accessibility."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from tests.support.clients import missing


def axe_script() -> str:
    """The checker's script, as the package axe-core-python ships it."""
    found = importlib.util.find_spec("axe_core_python")
    if found is None or found.origin is None:
        missing("axe-core", "the package axe-core-python is not installed")
    return (Path(found.origin).parent / "axe.min.js").read_text("utf-8")
