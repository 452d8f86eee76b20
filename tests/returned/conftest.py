"""What most tests of returned forms begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.returned_forms import Form, filled_form


@pytest.fixture
def form(tmp_path: Path) -> Form:
    """The form of 文書課, filled in."""
    return Form(filled_form(tmp_path / "文書課.xlsx"))
