"""The scripts of samples/ as modules: a script is in no package."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from types import ModuleType
from unittest import mock

from tests.support.places import ROOT

SAMPLES = ROOT / "samples"


@cache
def build_script(name: str = "build") -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SAMPLES / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    with mock.patch.object(sys, "path", [str(SAMPLES), *sys.path]):
        spec.loader.exec_module(module)
    return module
