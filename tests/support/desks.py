"""Desks for tests: one in this process to be asked directly, and one that really runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache

from ictxl.consolidated.workbook import write_consolidated
from ictxl.desk.running import Address
from ictxl.desk.server import make_app
from ictxl.desk.state import Desk
from tests.support.places import ROOT
from tests.support.rounds import real_plan, real_responses

PORT = 8765
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"
SAMPLES = ROOT / "samples"


class _Compiled(BytecodeCache):
    """The pages' templates, which every desk would compile anew."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._codes.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class AskedDesk:
    """A desk and a browser that is let in, without a network between them."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(folder)
        self.app = make_app(self.desk, Address(PORT, "", self.desk.keys.secret))
        self.app.jinja_env.bytecode_cache = _COMPILED
        self.client: FlaskClient = self.app.test_client()

    def enter(self) -> None:
        answer = self.client.get(f"/open?token={self.desk.keys.mint()}", base_url=ORIGIN)
        assert answer.status_code == 303

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(address, base_url=ORIGIN, headers=headers)

    def post(self, address: str, fields: dict[str, Any] | None = None, **headers: str) -> Any:
        """With all that the desk's own pages send along, unless told otherwise."""
        fields = {"token": self.desk.keys.form_token, **(fields or {})}
        told = {"Origin": ORIGIN, **{name.replace("_", "-"): v for name, v in headers.items()}}
        return self.client.post(address, base_url=ORIGIN, data=fields, headers=told)


@contextmanager
def asked_desk(folder: Path, *, let_in: bool = True) -> Iterator[AskedDesk]:
    """For the block a desk of the folder."""
    desk = AskedDesk(folder)
    if let_in:
        desk.enter()
    try:
        yield desk
    finally:
        desk.desk.end()


@dataclass
class RunningDesk:
    """A desk as `ictxl desk` runs it."""

    process: subprocess.Popen[bytes]
    address: str
    """Opens it once."""

    @property
    def port(self) -> int:
        return int(re.findall(r":(\d+)/", self.address)[0])


@contextmanager
def running_desk(folder: Path, home: Path) -> Iterator[RunningDesk]:
    """For the block `ictxl desk --no-browser` in a process of its own; `home` is its user's."""
    process = start_desk(folder, home)
    try:
        yield RunningDesk(process, opening_address(process))
    finally:
        process.kill()
        process.wait()


def start_desk(folder: Path, home: Path) -> subprocess.Popen[bytes]:
    import os

    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "ictxl", "desk", str(folder), "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "XDG_RUNTIME_DIR": str(home), "PYTHONPATH": str(ROOT)},
    )


def opening_address(process: subprocess.Popen[bytes]) -> str:
    """What the desk prints when it can be opened."""
    assert process.stdout is not None
    line = process.stdout.readline().decode("utf-8")
    found = re.search(r"http://\S+", line)
    assert found, line + process.stdout.read().decode("utf-8", "replace")
    return found[0]


def sample_year(folder: Path, *, returned: bool = True) -> Path:
    """A year's folder with the sample's plan and what its departments returned."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(SAMPLES / "plan.xlsx", folder)
    if returned:
        shutil.copytree(SAMPLES / "returned", folder / "returned")
    return folder


def add_former_years(folder: Path) -> None:
    """The consolidated workbooks of two years before the samples', each in a folder of its own."""
    for number, label in ((2017, "平成29年度"), (2018, "平成30年度")):
        (folder / label).mkdir()
        (folder / label / "進捗状況.xlsx").write_bytes(_table_of(number, label))


@cache
def _table_of(year: int, label: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "進捗状況.xlsx"
        plan = replace(real_plan(), year=year, year_label=label)
        write_consolidated(plan, real_responses(), set(), path)
        return path.read_bytes()
