"""Running ictxl as a user does: the real command in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
    """Run `python -m ictxl …`; a traceback is never an answer."""
    run = subprocess.run(
        [sys.executable, "-m", "ictxl", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "160", **environment},
        capture_output=True,
        check=False,
    )
    result = Run(run.returncode, run.stdout.decode("utf-8"), run.stderr.decode("utf-8"))
    assert "Traceback" not in result.err, result.err
    return result
