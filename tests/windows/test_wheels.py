"""The wheels, put into a Python that knows no network, by the lines that go with them."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.clients.windows import Windows
from tests.support.places import ROOT


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """The zip of wheels, unpacked."""
    zipped = os.environ.get("ICTXL_WHEELS")
    if not zipped:
        pytest.skip("the wheels: .ci/windows makes them and runs this")
    with ZipFile(zipped) as packed:
        packed.extractall(tmp_path)
    (made,) = tmp_path.iterdir()
    return made


def test_the_two_lines_of_the_text_install_ictxl(
    windows: Windows, unpacked: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Python 3"
    shutil.copytree(windows.folder / "python", folder / "python")
    machine = Windows(folder)
    packages = folder / "python" / "Lib" / "site-packages"
    shutil.rmtree(packages)
    assert machine.run_python("-c", "import ictxl", cwd=tmp_path).code == 1
    with ZipFile(os.environ["ICTXL_PIP"]) as pip:
        pip.extractall(packages)
    text = (unpacked / "はじめにお読みください.txt").read_text("utf-8-sig")
    lines = re.findall(r"^ {4}py (-m .*)$", text, re.MULTILINE)
    assert len(lines) == 2
    for line in lines:
        run = machine.run_python(*line.split(), cwd=unpacked)
        assert run.code == 0, run.out + run.err
    assert run.out.startswith("ictxl ")
    shutil.copytree(ROOT / "samples" / "returned", unpacked / "returned")
    run = machine.run_python("-m", "ictxl", "merge", "returned", cwd=unpacked)
    assert run.code == 0, run.err
