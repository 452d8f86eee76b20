"""The year's folder and the desk that most tests of the desk ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desks import AskedDesk, asked_desk, sample_year


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """The sample's plan, and what its departments returned."""
    return sample_year(tmp_path / "年度")


@pytest.fixture
def desk(year: Path) -> Iterator[AskedDesk]:
    """A desk that has looked at all of it."""
    with asked_desk(year) as desk:
        desk.desk.look(patience=20)
        yield desk
