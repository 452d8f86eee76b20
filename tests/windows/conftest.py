"""One unpacked portable folder for all tests of a process."""

from __future__ import annotations

import pytest

from tests.support.clients.windows import Windows, unpacked_bundle


@pytest.fixture(scope="session")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Windows:
    """The test is skipped where nothing was made for it; `.ci/windows` makes it."""
    return unpacked_bundle(tmp_path_factory.mktemp("portable"))
