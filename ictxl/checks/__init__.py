"""点検: responses, submissions and plan → findings.

Every module of this folder is looked through for functions named `check_…`; adding a check is one
such function, one catalogue entry and one test.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable

from ictxl.findings import Finding
from ictxl.round import Round

__all__ = ["run_checks"]

Check = Callable[[Round], Iterable[Finding]]


def run_checks(collected: Round) -> list[Finding]:
    """All checks' findings, in the order of modules and of functions in them."""
    return [found for check in _checks() for found in check(collected)]


def _checks() -> list[Check]:
    modules = [
        importlib.import_module(f"{__name__}.{info.name}")
        for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name)
    ]
    return [
        check
        for module in modules
        for name, check in vars(module).items()
        if name.startswith("check_") and check.__module__ == module.__name__
    ]
