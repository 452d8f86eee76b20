"""Call a function in a process that can be killed without harm, within limits of time and memory.

Run as `python -m ictxl.runtime.sandbox` this is that process: pickled arguments on standard input,
pickled results on standard output, both made by ictxl alone.
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
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from ictxl.runtime.garbage import collect_seldom

_LENGTH = struct.Struct(">Q")
_ABORTED = {-6, -9, 134, 137}
"""How a process ends that was refused memory (SIGABRT, SIGKILL)."""


class SandboxDiedError(Exception):
    """The process ended before it answered."""

    def __init__(self, *, for_memory: bool) -> None:
        super().__init__(for_memory)
        self.for_memory = for_memory
        """It seems to have been refused memory."""


class Sandbox:
    """The process, seen from outside; started on first use, again after it was killed."""

    def __init__(self, function: str, seconds: float, memory_megabytes: int) -> None:
        """`function` is named as `package.module:function`; a call may take so many seconds."""
        self._function = function
        self._seconds = seconds
        self._memory_megabytes = memory_megabytes
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[Any] = queue.Queue()

    def call(self, *arguments: object) -> Any:
        """What the function returns or, for an `Exception`, raises.

        Raises TimeoutError where it takes too long, SandboxDiedError where the process ends of it.
        """
        process = self._process or self._start()
        try:
            assert process.stdin is not None
            _send(process.stdin, arguments)
            answer = self._answers.get(timeout=self._seconds)
        except queue.Empty:
            self.stop()
            raise TimeoutError from None
        except OSError:
            answer = None
        except BaseException:
            self.stop()
            raise
        if answer is None:
            code = process.wait()
            self.stop()
            raise SandboxDiedError(for_memory=code in _ABORTED)
        result, error = answer
        if error is not None:
            raise error
        return result

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
        home = str(Path(__file__).parents[2])
        path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH", ""))))
        limits = (str(self._seconds), str(self._memory_megabytes))
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, self._function, *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._process = process
        self._answers = queue.Queue()
        threading.Thread(target=_listen, args=(process.stdout, self._answers), daemon=True).start()
        return process


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


def _bound(*, megabytes: int | None = None, seconds: float = 0) -> None:
    """Memory, or the time of a call: the asking process stops this one; should it be gone itself,
    the system does."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    with suppress(ValueError, OSError):
        if megabytes is not None:
            resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
            return
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime + seconds) + _GRACE
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


_GRACE = 10
"""Seconds."""


def main() -> None:
    """Serve calls of the function named first until standard input closes."""
    function, seconds, memory_megabytes = sys.argv[1:]
    module, _, name = function.partition(":")
    work = getattr(import_module(module), name)
    _bound(megabytes=int(memory_megabytes))
    collect_seldom()
    requests: queue.Queue[Any] = queue.Queue()
    threading.Thread(target=_take, args=(sys.stdin.buffer, requests), daemon=True).start()
    with suppress(KeyboardInterrupt):
        while True:
            arguments = requests.get()
            _bound(seconds=float(seconds))
            try:
                answer: tuple[Any, Exception | None] = (work(*arguments), None)
            except Exception as error:  # noqa: BLE001 - raised where the call was made
                answer = (None, error)
            _send(sys.stdout.buffer, answer)


def _take(stream: IO[bytes], requests: queue.Queue[Any]) -> None:
    """Requests as they come. Where they end, the asking process is gone, perhaps killed: nobody
    waits for what is being done, and this process ends at once."""
    try:
        while True:
            requests.put(_receive(stream))
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
