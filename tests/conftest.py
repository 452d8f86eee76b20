"""Fixtures that several tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.clients import missing
from tests.support.clients.libreoffice import Office, OfficeError, find_soffice, find_uno_python
from tests.support.faulty_round import plant


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
def faulty_round(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real sample's returned forms with faults planted; copy it before changing anything."""
    folder = tmp_path_factory.mktemp("faulty") / "returned"
    plant(folder)
    return folder
