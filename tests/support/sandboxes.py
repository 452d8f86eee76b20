"""Sandboxes that begin at once: forked from one process that has imported what they need.

Each is still a process of its own, with its limits; what tests are spared is the start of Python
for every file that is read apart. `tests/runtime/test_sandbox.py` proves the start itself.

`python -m tests.support.sandboxes` is the process that forks, asked on its standard input.
"""

from __future__ import annotations

import gc
import os
import pickle
import pkgutil
import signal
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import ictxl.returned.guarded_reading
import ictxl.spreadsheets
from ictxl.runtime import sandbox
from tests.support.places import ROOT

_HEAD = struct.Struct(">Q")
_IMPORTED = ("ictxl.returned.", "ictxl.spreadsheets.")
"""Functions of these rooms are called in a forked process."""


class ForkedSandboxes:
    """Stands in for the module `subprocess` where sandboxes start."""

    PIPE, DEVNULL = subprocess.PIPE, subprocess.DEVNULL

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def Popen(self, command: list[str], **options: Any) -> Any:
        """As `Sandbox` calls it."""
        function = command[3] if command[1:3] == ["-m", sandbox.__name__] else ""
        if not function.startswith(_IMPORTED):
            return subprocess.Popen(command, **options)
        ours, theirs = socket.socketpair()
        with theirs:
            pid = self.ask((command[2:], dict(options["env"]), str(Path.cwd())), theirs.fileno())
        return _Forked(self, pid, ours)

    def ask(self, message: object, *descriptors: int) -> int:
        """The number that the forking process answers; it is begun anew where somebody ended it."""
        with self._asking:
            try:
                return self._ask(message, descriptors)
            except (EOFError, OSError):
                self.end()
                return self._ask(message, descriptors)

    def end(self) -> None:
        if self._socket is not None and self._server is not None:
            self._socket.close()
            self._server.wait()
            self._socket = None

    def _ask(self, message: object, descriptors: tuple[int, ...]) -> int:
        _send(self._socket or self._start(), message, descriptors)
        assert self._socket is not None
        return int(_receive(self._socket)[0])

    def _start(self) -> socket.socket:
        self._socket, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", __spec__.name]
            # In a session of its own: what interrupts a test's other processes is not meant for it.
            self._server = subprocess.Popen(
                command, stdin=theirs.fileno(), cwd=ROOT, start_new_session=True
            )
        return self._socket


class _Forked:
    """What `Sandbox` knows of a `subprocess.Popen`."""

    def __init__(self, server: ForkedSandboxes, pid: int, ours: socket.socket) -> None:
        self._server = server
        self.pid = pid
        self._code: int | None = None
        with ours:
            self.stdin, self.stdout = ours.makefile("wb"), ours.makefile("rb")

    def kill(self) -> None:
        if self._code is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def poll(self) -> int | None:
        return self._code

    def wait(self) -> int:
        if self._code is None:
            self._code = self._server.ask(self.pid)
        return self._code


def _send(to: socket.socket, message: object, descriptors: tuple[int, ...] = ()) -> None:
    content = pickle.dumps(message)
    head = _HEAD.pack(len(content))
    socket.send_fds(to, [head], list(descriptors)) if descriptors else to.sendall(head)
    to.sendall(content)


def _receive(source: socket.socket) -> tuple[Any, list[int]]:
    head, descriptors, _, _ = socket.recv_fds(source, _HEAD.size, 1)
    if len(head) < _HEAD.size:
        raise EOFError
    content = b""
    while len(content) < (size := _HEAD.unpack(head)[0]):
        if not (more := source.recv(size - len(content))):
            raise EOFError
        content += more
    return pickle.loads(content), descriptors


def _serve() -> None:
    """Fork as asked, and tell how what was forked has ended, until nobody asks any more."""
    asked = socket.socket(fileno=os.dup(0))
    while True:
        try:
            message, descriptors = _receive(asked)
        except EOFError:
            return
        if isinstance(message, int):
            _send(asked, _exit_code(message))
        elif pid := os.fork():
            os.close(descriptors[0])
            _send(asked, pid)
        else:
            asked.close()
            _become(descriptors[0], *message)


def _exit_code(pid: int) -> int:
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:  # forked by one who was ended; this one was with it
        return -signal.SIGKILL


def _become(stream: int, command: list[str], environment: dict[str, str], folder: str) -> None:
    """From here on this is `python -m ictxl.runtime.sandbox …`."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for source, target in ((stream, 0), (stream, 1), (nowhere, 2)):
        os.dup2(source, target)
    sys.stdin, sys.stdout = open(0), open(1, "w")  # noqa: SIM115 - they stay open
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = command
    try:
        sandbox.main()
    finally:
        os._exit(1)


if __name__ == "__main__":
    for module in pkgutil.walk_packages(ictxl.spreadsheets.__path__, "ictxl.spreadsheets."):
        import_module(module.name)
    import_module("msoffcrypto")
    gc.freeze()  # what was imported is looked through by no one who is forked
    _serve()
