"""samples/build.py as a module: a script is no package."""

from __future__ import annotations

import importlib.util
from functools import cache
from types import ModuleType

from tests.support.places import ROOT

SAMPLES = ROOT / "samples"


@cache
def build_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build", SAMPLES / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
