"""Whatever interrupts the writing: what stood there stays whole, and nothing is left beside it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ictxl.errors import OutputError
from ictxl.files.outputs import write_whole

OLD, NEW = b"what stood there", b"the new content" * 1000


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "進捗状況.xlsx"
    path.write_bytes(OLD)
    return path


def alone(target: Path, content: bytes) -> bool:
    """The target holds the content and nothing lies beside it."""
    return target.read_bytes() == content and list(target.parent.iterdir()) == [target]


def test_a_finished_file_takes_the_place_of_the_old_one(target: Path) -> None:
    write_whole(target, lambda draft: _write(draft, NEW))
    assert alone(target, NEW)


def _write(draft: Path, content: bytes) -> None:
    draft.write_bytes(content)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError, ValueError])
def test_an_interrupt_in_the_middle_leaves_the_old_file_whole(
    target: Path, error: type[BaseException]
) -> None:
    def write(draft: Path) -> None:
        draft.write_bytes(NEW[:100])
        raise error

    with pytest.raises(error):
        write_whole(target, write)
    assert alone(target, OLD)


FAILURES = {
    "the disk is full": (OSError(errno.ENOSPC, "No space left on device"), "ディスクがいっぱい"),
    "the quota is used up": (OSError(errno.EDQUOT, "Disk quota exceeded"), "ディスクがいっぱい"),
    "access is refused": (PermissionError(errno.EACCES, "Permission denied"), "閉じて"),
    "the name is too long": (OSError(errno.ENAMETOOLONG, "File name too long"), "長すぎて"),
    "the share went away": (OSError(errno.EIO, "Input/output error"), "Input/output error"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_names_the_file_and_a_way_out(target: Path, failure: str) -> None:
    error, words = FAILURES[failure]

    def write(draft: Path) -> None:
        draft.write_bytes(NEW[:100])
        raise error

    with pytest.raises(OutputError) as caught:
        write_whole(target, write)
    assert str(target) in caught.value.message
    assert words in caught.value.message + caught.value.remedy
    assert caught.value.remedy
    assert alone(target, OLD)


def test_an_output_that_excel_has_open_is_named(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace it, with error 5 or 32."""

    def replace(_self: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OutputError) as caught:
        write_whole(target, lambda draft: _write(draft, NEW))
    assert "Excel" in caught.value.remedy
    assert alone(target, OLD)


def test_a_folder_or_a_missing_folder_is_named(tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "ない" / "進捗状況.xlsx"):
        with pytest.raises(OutputError) as caught:
            write_whole(target, lambda draft: _write(draft, NEW))
        assert str(tmp_path) in caught.value.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limit on Windows")
def test_a_disk_that_really_fills_up_leaves_the_old_file_whole(target: Path) -> None:
    """The system itself refuses to let the file grow."""
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from ictxl.errors import OutputError\n"
        "from ictxl.files.outputs import write_whole\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n"
        "    write_whole(Path(sys.argv[1]), lambda draft: draft.write_bytes(bytes(5000)))\n"
        "except OutputError as error:\n"
        "    print(error.message)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(target)],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert str(target) in run.stdout.decode()
    assert alone(target, OLD)


WRITER = (
    "import signal, sys\n"
    "from pathlib import Path\n"
    "from ictxl.cli import main\n"
    "from ictxl.files.outputs import write_whole\n"
    "import ictxl.cli as cli\n"
    "# Whoever starts the tests in the background has them ignore it.\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "def write(draft):\n"
    "    draft.write_bytes(b'half')\n"
    "    print('writing', flush=True)\n"
    "    signal.pause()\n"
    "cli.cli.main = lambda **_: write_whole(Path(sys.argv[1]), write)\n"
    "main()\n"
)


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
@pytest.mark.parametrize("sent", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_in_the_middle_leaves_the_old_file_whole_and_no_litter(
    target: Path, sent: str
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    process.send_signal(getattr(signal, sent))
    try:
        _, messages = process.communicate(timeout=20)
    finally:
        process.kill()
    assert "中断しました" in messages.decode()
    assert b"Traceback" not in messages
    assert process.returncode == 130
    assert alone(target, OLD)


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
def test_after_a_kill_the_old_file_is_whole_and_the_next_run_sweeps_up(target: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    process.kill()
    process.communicate(timeout=20)
    assert target.read_bytes() == OLD
    (draft,) = [path for path in target.parent.iterdir() if path != target]
    long_ago = time.time() - 3 * 86_400
    os.utime(draft, (long_ago, long_ago))
    write_whole(target, lambda new: _write(new, NEW))
    assert alone(target, NEW)
