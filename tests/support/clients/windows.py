"""A Windows on which the portable folder runs: this machine itself, or wine in code page 932.

`.ci/windows` makes what it needs and names it in the environment: ICTXL_BUNDLE (the folder's zip)
and, where the machine is no Windows, WINEPREFIX.
"""

from __future__ import annotations

import locale
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from zipfile import ZipFile

import pytest

from tests.support.cli import Run
from tests.windows.bench import wine_environment

CODE_PAGE = "utf-8" if os.name == "nt" else "cp932"
"""What standard output is in, where it is no console. A Windows itself may be of any country: there
Python is told to speak UTF-8, and what only a .bat says is looked at where it can be read."""
SPEAKS_JAPANESE = pytest.mark.skipif(
    os.name == "nt" and locale.getencoding() != "cp932", reason="a Windows with another code page"
)
_LONGEST = 300
"""Seconds."""


@dataclass(frozen=True)
class Windows:
    """A Windows, and the unpacked portable folder on it."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "python" / "python.exe"

    def ictxl(self, *arguments: str | Path, cwd: Path) -> Run:
        """`ictxl.bat …`, as a person types it."""
        if os.name == "nt":
            return self.run_python("-m", "ictxl", *arguments, cwd=cwd)
        return self.batch("ictxl.bat", *arguments, cwd=cwd)

    def batch(self, name: str, *arguments: str | Path, cwd: Path) -> Run:
        words = [self.path(self.folder / name), *map(str, arguments)]
        if os.name == "nt":
            made = self._run(words, cwd, locale.getencoding())
        else:
            made = self._run(["wine", *words], cwd)
        assert "Traceback" not in made.err, made.err
        return made

    def run_python(self, *arguments: str | Path, cwd: Path) -> Run:
        return self._run([*self._program(), *map(str, arguments)], cwd)

    @contextmanager
    def running(self, *arguments: str | Path, cwd: Path | None = None) -> Iterator[Popen[bytes]]:
        """A Python program that goes on while the block does. Whatever becomes of the block, it is
        ended, at the latest by force."""
        program = Popen(
            [*self._program(), *map(str, arguments)],
            cwd=cwd,
            env=self._environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        try:
            yield program
        finally:
            program.kill()
            program.communicate()

    @contextmanager
    def held_open(self, path: Path, *, others_may_read: bool) -> Iterator[None]:
        """A file that another program has open, as Excel does: with the share mode that lets others
        read, or with none."""
        words = ("-c", _HOLD, self.path(path), str(int(others_may_read)))
        with self.running(*words) as holder:
            assert holder.stdout is not None
            told = holder.stdout.readline()
            assert told.strip() == b"open", told
            yield

    def path(self, path: Path) -> str:
        """A path as Windows writes it."""
        return str(path) if os.name == "nt" else "Z:" + str(path).replace("/", "\\")

    def _program(self) -> list[str]:
        python = str(self.python)
        return [python, "-X", "utf8"] if os.name == "nt" else ["wine", python]

    def _run(self, words: list[str], cwd: Path, code_page: str = CODE_PAGE) -> Run:
        made = subprocess.run(
            words,
            cwd=cwd,
            env=self._environment(),
            input=b"",
            capture_output=True,
            timeout=_LONGEST,
            check=False,
        )
        out, err = (text.decode(code_page, "replace") for text in (made.stdout, made.stderr))
        return Run(made.returncode, out.replace("\r\n", "\n"), err.replace("\r\n", "\n"))

    def _environment(self) -> dict[str, str]:
        if os.name == "nt":
            return {**os.environ, "PYTHONIOENCODING": ""}
        return wine_environment(Path(os.environ["WINEPREFIX"]))


_HOLD = """
import ctypes, sys
from ctypes import wintypes
create = ctypes.windll.kernel32.CreateFileW
create.restype = wintypes.HANDLE
handle = create(sys.argv[1], 0xC0000000, int(sys.argv[2]), None, 3, 0x80, None)
print("open" if handle != wintypes.HANDLE(-1).value else "failed", flush=True)
sys.stdin.read()
"""
"""Without standard input it would end at once, and let go of the file."""


def unpacked_bundle(place: Path) -> Windows:
    """The portable folder as a person has it: unpacked, in a folder with a name of their own."""
    zipped = os.environ.get("ICTXL_BUNDLE")
    if not zipped:
        pytest.skip("Windows: .ci/windows makes the portable folder and runs this")
    with ZipFile(zipped) as packed:
        packed.extractall(place)
    (made,) = place.iterdir()
    return Windows(made.rename(place / "ictxl 道具箱"))
