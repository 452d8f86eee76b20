"""The outputs of one job take their places all at once, and a file that is open stops them all."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ictxl.errors import OutputError
from ictxl.files.outputs import (
    OLD_FOLDER,
    Fate,
    Rule,
    content_of,
    make_folder,
    write_content,
    writing_together,
)
from ictxl.pipeline import merging, sending
from tests.support.cli import ictxl

SAMPLES = Path(__file__).parents[2] / "samples"
RETURNED = SAMPLES / "returned"
FIRST, SECOND = "01_秘書広報課.xlsx", "02_福祉課.xlsx"


def contents(folder: Path) -> dict[str, bytes]:
    """Drafts that were left behind, too."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """A table and its report, of an earlier run."""
    places = tmp_path / "表.xlsx", tmp_path / "報告.html"
    for place in places:
        place.write_bytes(b"old")
    return places


@pytest.mark.parametrize(
    "failure", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt(), ValueError()]
)
def test_what_fails_after_the_table_leaves_both_as_they_were(
    pair: tuple[Path, Path], failure: BaseException
) -> None:
    table, report = pair

    def write(draft: Path) -> None:
        draft.write_bytes(b"half")
        raise failure

    expected = OutputError if isinstance(failure, OSError) else type(failure)
    with pytest.raises(expected), writing_together() as outputs:
        write_content(table, b"new")
        assert table.read_bytes() == b"old"
        assert content_of(table) == b"new"
        outputs.draft(report, write)
    assert contents(table.parent) == {"表.xlsx": b"old", "報告.html": b"old"}


def with_files_up_to(size: int, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run ictxl on a disk that is full so soon; the system itself refuses to let files grow."""
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        "from ictxl.cli import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False)


@pytest.mark.lengthy
@pytest.mark.skipif(sys.platform == "win32", reason="no file size limit on Windows")
def test_a_disk_that_fills_up_after_the_table_leaves_table_and_report(tmp_path: Path) -> None:
    output = tmp_path / "進捗状況.xlsx"
    merging.merge([str(RETURNED)], output, forms=["html"])
    before = contents(tmp_path)
    some = sorted(RETURNED.glob("*.xlsx"))[:-1]
    limit = len(before[output.name]) + 2000
    assert len(before["進捗状況.html"]) > limit + 2000
    run = with_files_up_to(limit, "merge", *some, "-q", "--html", "-o", output)
    assert run.returncode == 2
    assert "進捗状況.html" in run.stderr.decode()
    assert contents(tmp_path) == before


@pytest.mark.lengthy
def test_forms_are_all_of_one_edition_or_none_is_written(tmp_path: Path) -> None:
    """The last of them cannot be: a folder stands in its place."""
    outbox = tmp_path / "outbox"
    (outbox / "18_市民課.xlsx").mkdir(parents=True)
    with pytest.raises(OutputError) as caught:
        sending.generate(SAMPLES / "plan.xlsx", outbox, mail=True)
    assert "18_市民課.xlsx" in caught.value.message
    assert contents(tmp_path) == {}


def test_a_folder_made_for_nothing_is_gone_again(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing_together():
        make_folder(tmp_path / "年度" / "outbox")
        write_content(tmp_path / "年度" / "outbox" / "a.txt", b"a")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.lengthy
@pytest.mark.parametrize("owner", ["~${}", ".~lock.{}#"])
@pytest.mark.skipif(os.name == "nt", reason="Windows itself tells what is open")
def test_one_form_open_in_excel_stops_generate_before_it_begins(tmp_path: Path, owner: str) -> None:
    outbox = tmp_path / "outbox"
    ictxl("generate", SAMPLES / "plan.xlsx", "-o", outbox, "--mail")
    (outbox / FIRST).write_bytes((outbox / SECOND).read_bytes())
    for name in (FIRST, SECOND):
        (outbox / owner.format(name)).write_bytes(b"yamada")
    before = contents(outbox)
    run = ictxl("generate", SAMPLES / "plan.xlsx", "-o", outbox, "--mail")
    assert run.code == 2
    assert f"「{outbox / FIRST}」「{outbox / SECOND}」" in run.err
    assert "閉じて" in run.err
    assert contents(outbox) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows itself tells what is open")
@pytest.mark.parametrize(
    "name", ["進捗状況.xlsx", "内部用_進捗状況.report.xlsx", "内部用_進捗状況.audit.json"]
)
def test_any_output_that_is_open_stops_a_merge_before_it_reads(tmp_path: Path, name: str) -> None:
    output = tmp_path / "進捗状況.xlsx"
    merging.merge([str(RETURNED)], output)
    (tmp_path / f"~${name}").write_bytes(b"yamada")
    before = contents(tmp_path)
    with pytest.raises(OutputError) as caught:
        merging.merge(["no such folder"], output)
    assert name in caught.value.message
    assert contents(tmp_path) == before


def test_what_is_locked_in_the_last_moment_is_named_and_the_rest_is_new(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that was opened while the job ran."""
    table, report = pair
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target == table:
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError) as caught, writing_together():
        write_content(table, b"new")
        write_content(report, b"new")
    assert f"古いままのもの: 「{table}」" in caught.value.message
    assert "Excel" in caught.value.remedy
    assert contents(table.parent) == {"表.xlsx": b"old", "報告.html": b"new"}


def test_what_cannot_be_set_aside_is_not_replaced(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError), writing_together(Rule(lambda _: Fate.SET_ASIDE)):
        write_content(pair[0], b"new")
    assert pair[0].read_bytes() == b"old"


def test_a_file_that_holds_the_very_same_is_left_alone(pair: tuple[Path, Path]) -> None:
    with writing_together(Rule(lambda _: Fate.KEPT)):
        write_content(pair[0], b"old")
    assert contents(pair[0].parent) == {"表.xlsx": b"old", "報告.html": b"old"}
    assert not (pair[0].parent / OLD_FOLDER).exists()


INTERRUPTED = """
import os, signal, sys
from pathlib import Path
import ictxl.cli as cli
from ictxl.files.outputs import write_content, writing_together
signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background ignores it

replace = Path.replace
def replace_slowly(self, target):
    os.kill(os.getpid(), signal.SIGNAL)
    return replace(self, target)

def job(**_):
    with writing_together():
        for name in sys.argv[1:]:
            write_content(Path(name), b"new")
        if INTERRUPTS_EARLY:
            os.kill(os.getpid(), signal.SIGNAL)
        Path.replace = replace_slowly

cli.cli.main = job
cli.main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
@pytest.mark.parametrize("sent", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("is_early", [True, False])
def test_an_interrupt_says_truly_what_it_left(
    pair: tuple[Path, Path], sent: str, is_early: bool
) -> None:
    code = INTERRUPTED.replace("SIGNAL", sent).replace("INTERRUPTS_EARLY", str(is_early))
    run = subprocess.run(
        [sys.executable, "-c", code, *map(str, pair)], capture_output=True, check=False
    )
    told = run.stderr.decode()
    assert run.returncode == 130
    now = b"old" if is_early else b"new"
    assert contents(pair[0].parent) == {"表.xlsx": now, "報告.html": now}
    assert ("元のままです" in told) == is_early
    assert all((str(place) in told) != is_early for place in pair)


@pytest.mark.skipif(
    os.name == "nt" or (os.geteuid() == 0 and not shutil.which("setpriv")),
    reason="needs a user who may not read every file",
)
def test_a_return_that_is_open_elsewhere_is_to_be_closed_first(tmp_path: Path) -> None:
    for name in (FIRST, SECOND):
        shutil.copy(RETURNED / name, tmp_path)
    (tmp_path / FIRST).chmod(0)
    command = [sys.executable, "-m", "ictxl", "check", str(tmp_path), "--no-report", "--json"]
    if os.geteuid() == 0:
        # root without its privileges: its own files' modes hold for it too.
        command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]
    run = subprocess.run(command, capture_output=True, check=False)
    (found,) = [f for f in json.loads(run.stdout)["findings"] if f["code"] == "F002"]
    assert found["file"] == FIRST
    assert "ほかのプログラムが開いている" in found["message"]
    assert found["remedy"].startswith("ほかのプログラムで開いていれば閉じて")
