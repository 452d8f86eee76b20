"""Running a script of the project in this process, as `python script …` does."""

from __future__ import annotations

import io
import runpy
import sys
from contextlib import redirect_stderr
from pathlib import Path
from unittest import mock

from tests.support.cli import Run


def run_script(script: Path, *arguments: str) -> Run:
    """Its exit code, and what it says where it leaves with a message."""
    told = io.StringIO()
    path = [str(script.parent), *sys.path]
    with (
        mock.patch.object(sys, "path", path),
        mock.patch.object(sys, "argv", [str(script), *arguments]),
        redirect_stderr(told),
    ):
        try:
            runpy.run_path(str(script), run_name="__main__")
        except SystemExit as end:
            if isinstance(end.code, str):
                return Run(1, "", end.code)
            return Run(end.code or 0, "", told.getvalue())
        finally:
            # What it has imported from beside it is another script's own by the same name.
            for name, module in list(sys.modules.items()):
                if Path(getattr(module, "__file__", None) or "").parent == script.parent:
                    del sys.modules[name]
    return Run(0, "", told.getvalue())
