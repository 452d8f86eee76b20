"""Fixtures that several tests share, and marks that follow from what a test uses."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

from ictxl.runtime import sandbox
from tests.support.clients import missing
from tests.support.clients.browser import Browser
from tests.support.clients.chromium import Chromium
from tests.support.clients.libreoffice import Office, OfficeError, find_soffice, find_uno_python
from tests.support.faulty_round import plant
from tests.support.places import ROOT
from tests.support.sandboxes import ForkedSandboxes

OFFICE = "office"
MARKS = {OFFICE: OFFICE, "chromium": "browser", "browser": "browser"}
"""Fixture → the mark of every test that needs it."""
# What decides whether a change may land gives the same answer each time it is asked: generated
# tests draw the same examples for the same test. ICTXL_EXPLORE=1 draws new ones (`make explore`);
# one that fails tells how to repeat it.
settings.register_profile("ictxl", print_blob=True, derandomize=True)
settings.register_profile("explore", print_blob=True)
settings.load_profile("explore" if os.environ.get("ICTXL_EXPLORE") else "ictxl")

gc.set_threshold(200_000)  # as ictxl itself does: nearly all that a test makes lives to its end
if sys.dont_write_bytecode:
    # A container that wants no compiled modules beside the sources: pytest's cache keeps them, or
    # each process of each run would compile anew whatever it imports.
    sys.pycache_prefix = str(ROOT / ".pytest_cache" / "compiled")
    sys.dont_write_bytecode = False
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

_SCOPES_FOLDER = pytest.StashKey[TemporaryDirectory[str]]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by what they need, before `-m` chooses; leave out slow ones nobody asked for."""
    if not _wants_slow(config):
        items[:] = [item for item in items if not item.get_closest_marker("slow")]
    for item in items:
        for fixture, mark in MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
        if item.get_closest_marker("lengthy"):
            item.add_marker("slow")
    _tell_what_belongs_together(config, items)


def pytest_collection_finish() -> None:
    """What all tests have imported is no garbage: Python need not look through it ever again."""
    gc.collect()
    gc.freeze()


def _wants_slow(config: pytest.Config) -> bool:
    """Slow tests run where everything is to be thorough, and where `-m` speaks of them."""
    return bool(os.environ.get("ICTXL_THOROUGH") or "slow" in config.option.markexpr)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if not _wants_slow(config):
        terminalreporter.write_line(
            "Tests marked slow are left out: `-m slow` runs them alone, ICTXL_THOROUGH=1 all tests."
        )


# One process of the run gets all tests with LibreOffice and starts the only one; the others work
# through the rest, file by file, so that what a file sets up once is set up once. Only the
# processes that collect the tests know their marks: they write down for the scheduler which tests
# belong together otherwise. What takes longest begins first: LibreOffice, tests that are shared out
# one by one, the files of slow tests.


class _ByMark(LoadFileScheduling):
    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        self._folder = config.stash[_SCOPES_FOLDER]

    @cached_property
    def _scopes(self) -> dict[str, str]:
        files = Path(self._folder.name).iterdir()
        return {name: s for f in files for name, s in json.loads(f.read_text("utf-8")).items()}

    def _split_scope(self, nodeid: str) -> str:
        return self._scopes.get(nodeid) or str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _ByMark | None:
    return _ByMark(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: WorkerController) -> None:
    folder = node.config.stash.setdefault(_SCOPES_FOLDER, TemporaryDirectory(prefix="ictxl-tests-"))
    node.workerinput["scopes"] = folder.name


def _tell_what_belongs_together(config: pytest.Config, items: list[pytest.Item]) -> None:
    if told := getattr(config, "workerinput", None):
        scopes = {item.nodeid: scope for item in items if (scope := _scope(item))}
        file = Path(told["scopes"]) / told["workerid"]
        file.write_text(json.dumps(scopes), encoding="utf-8")
        items.sort(key=_turn)


def _scope(item: pytest.Item) -> str | None:
    if any(item.get_closest_marker(mark) for mark in (OFFICE, "xdist_group")):
        return OFFICE
    return item.nodeid if item.get_closest_marker("spread") else None


def _turn(item: pytest.Item) -> int:
    if scope := _scope(item):
        return int(scope != OFFICE)
    return 2 if item.get_closest_marker("slow") else 3


@pytest.fixture(scope="session", autouse=True)
def _forked_sandboxes() -> Iterator[None]:
    """Files that are read apart wait for no start of a Python; see `tests/support/sandboxes.py`."""
    if not hasattr(os, "fork"):
        yield
        return
    sandboxes = ForkedSandboxes()
    with mock.patch.object(sandbox, "subprocess", sandboxes):
        yield
    sandboxes.end()


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A running LibreOffice; the test is skipped (or fails) where there is none."""
    soffice, python = find_soffice(), find_uno_python()
    if soffice is None:
        missing("LibreOffice", "soffice is not installed")
    if python is None:
        missing("LibreOffice", "no Python has its uno module (Debian: python3-uno)")
    try:
        running = Office(soffice, python, tmp_path_factory.mktemp("soffice-profile"))
    except OfficeError as error:
        missing("LibreOffice", str(error))
    yield running
    running.quit()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Chromium:
    """A headless browser; the test is skipped (or fails) where there is none."""
    return Chromium(tmp_path_factory.mktemp("chromium"))


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that is driven by mouse and keyboard; likewise."""
    driven = Browser(tmp_path_factory.mktemp("browser"))
    yield driven
    driven.quit()


@pytest.fixture(scope="session")
def faulty_round(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real sample's returned forms with faults planted; copy it before changing anything."""
    folder = tmp_path_factory.mktemp("faulty") / "returned"
    plant(folder)
    return folder
