"""A process that reads one file at a time and can be killed without harm.

Run as `python -m ictxl.runtime.sandbox` it is that process: pickled requests on standard input,
pickled answers on standard output, both made by ictxl alone.
"""

from __future__ import annotations

import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import ictxl
from ictxl.returned.form import ReturnedForm
from ictxl.returned.guarded_reading import out_of_memory, read_safely
from ictxl.returned.metadata_records import Sendings
from ictxl.runtime.garbage import collect_seldom
from ictxl.spreadsheets.errors import UnreadableError, damaged
from ictxl.spreadsheets.limits import MEGABYTE, Limits
from ictxl.spreadsheets.opening import RawFile

_LENGTH = struct.Struct(">Q")
_ABORTED = {-6, -9, 134, 137}
"""How a process ends that was refused memory (SIGABRT, SIGKILL)."""


class Worker:
    """The reading process, seen from outside; started on first use, again after it was killed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[Any] = queue.Queue()

    def read(self, raw: RawFile, passwords: tuple[str, ...]) -> ReturnedForm:
        """Read a file apart. Raises UnreadableError, also where it took too long or too much."""
        process = self._process or self._start()
        try:
            assert process.stdin is not None
            _send(process.stdin, (raw, self._limits, passwords))
            answer = self._answers.get(timeout=self._limits.seconds)
        except queue.Empty:
            self.stop()
            raise UnreadableError("F017", limit=f"{self._limits.seconds:g} 秒") from None
        except OSError:
            answer = None
        except BaseException:
            self.stop()
            raise
        if answer is None:
            raise self._death()
        if isinstance(answer, UnreadableError):
            raise answer
        assert isinstance(answer, ReturnedForm)
        return answer

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()
            self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        # The child must find the same ictxl, however the parent found it.
        home = str(Path(ictxl.__file__).parent.parent)
        path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH", ""))))
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(self._limits.memory_megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._process = process
        self._answers = queue.Queue()
        threading.Thread(target=_listen, args=(process.stdout, self._answers), daemon=True).start()
        return process

    def _death(self) -> UnreadableError:
        code = self._process.wait() if self._process else 0
        self.stop()
        if code in _ABORTED:
            return out_of_memory(self._limits)
        return damaged("ブックの中身が壊れています")


def _listen(stream: IO[bytes], answers: queue.Queue[Any]) -> None:
    """Answers as they come; None when the process is gone."""
    try:
        while True:
            answers.put(_receive(stream))
    except (OSError, EOFError, ValueError, pickle.UnpicklingError):
        answers.put(None)


def _send(stream: IO[bytes], message: object) -> None:
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    return pickle.loads(stream.read(_LENGTH.unpack(head)[0]))


def _bound_memory(megabytes: int) -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))


def _bound_time(seconds: float) -> None:
    """The asking process stops this one; should it be gone itself, the system does."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + _GRACE
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


_GRACE = 10
"""Seconds."""


def main() -> None:
    """Serve requests until standard input closes."""
    _bound_memory(int(sys.argv[1]))
    collect_seldom()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sendings = Sendings()
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            raw, limits, passwords = _receive(requests)
            _bound_time(limits.seconds)
            try:
                answer: object = read_safely(raw, limits, passwords, sendings)
            except UnreadableError as error:
                answer = error
            _send(answers, answer)


if __name__ == "__main__":
    main()
