"""Fixtures that several tests share, and marks that follow from what a test uses."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling

from tests.support.clients import missing
from tests.support.clients.chromium import Chromium
from tests.support.clients.libreoffice import Office, OfficeError, find_soffice, find_uno_python
from tests.support.faulty_round import plant

MARKS = {"office": "office", "chromium": "browser"}
"""Fixture → the mark of every test that needs it."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by what they need, before `-m` chooses; leave out what is slow and not asked for.

    Tests with LibreOffice are one group, so that one process of the run starts one LibreOffice.
    """
    for item in items:
        for fixture, mark in MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)
        if item.get_closest_marker("office"):
            item.add_marker(pytest.mark.xdist_group("office"))
    if not _wants_slow(config):
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


def _wants_slow(config: pytest.Config) -> bool:
    """Slow tests run where everything is to be thorough, and where `-m` says what is to run."""
    return bool(os.environ.get("ICTXL_THOROUGH") or config.option.markexpr)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if not _wants_slow(config):
        terminalreporter.write_line(
            "Tests marked slow are left out: `-m slow` runs them alone, ICTXL_THOROUGH=1 all tests."
        )


class _FilesAndGroups(LoadGroupScheduling):
    """Whole files go to a process, so that what a file sets up once is set up once."""

    def _split_scope(self, nodeid: str) -> str:
        return str(super()._split_scope(nodeid)).partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _FilesAndGroups | None:
    return _FilesAndGroups(config, log) if config.getvalue("dist") == "loadgroup" else None


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
def faulty_round(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real sample's returned forms with faults planted; copy it before changing anything."""
    folder = tmp_path_factory.mktemp("faulty") / "returned"
    plant(folder)
    return folder
