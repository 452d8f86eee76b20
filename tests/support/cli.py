"""Running ictxl as a user does: its command line here, or the program in a process of its own."""

from __future__ import annotations

import gc
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from ictxl.cli import main

_ENVIRONMENT = {"PYTHONIOENCODING": "utf-8", "COLUMNS": "160"}


@dataclass(frozen=True)
class Run:
    """What a command left: exit code and both outputs."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def findings(self) -> set[tuple[str, str, str]]:
        """(file, cell, code) of each finding of a `--json` run."""
        return {(f["file"], f["cell"], f["code"]) for f in self.json["findings"]}


def ictxl(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> Run:
    """The command line from its first word to its exit code, in this process."""
    settings = {**_ENVIRONMENT, **environment}
    out, err = (_Output(settings["PYTHONIOENCODING"]) for _ in range(2))
    with (
        _process_as_it_was(),
        chdir(cwd or Path.cwd()),
        mock.patch.dict(os.environ, settings),
        mock.patch.object(sys, "argv", ["ictxl", *map(str, arguments)]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code
    assert isinstance(code, int)
    return Run(code, out.text(), err.text())


def ictxl_process(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> Run:
    """`python -m ictxl …`, where the program itself is the point: its start, its exit code."""
    run = subprocess.run(
        [sys.executable, "-m", "ictxl", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **_ENVIRONMENT, **environment},
        capture_output=True,
        check=False,
    )
    result = Run(run.returncode, run.stdout.decode("utf-8"), run.stderr.decode("utf-8"))
    assert "Traceback" not in result.err, result.err
    return result


class _Output(io.TextIOWrapper):
    """A standard stream of a program whose output is caught."""

    def __init__(self, encoding: str) -> None:
        self._written = io.BytesIO()
        super().__init__(self._written, encoding=encoding, write_through=True)

    def text(self) -> str:
        return self._written.getvalue().decode(self.encoding)


@contextmanager
def _process_as_it_was() -> Iterator[None]:
    """The command line sets up its process for one job; others of this process follow."""
    names = [name for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    handlers = {name: signal.getsignal(getattr(signal, name)) for name in names}
    thresholds = gc.get_threshold()
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        for name, handler in handlers.items():
            signal.signal(getattr(signal, name), handler)
