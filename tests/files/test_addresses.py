"""Returned workbooks at an address of fsspec are read as if they lay in a folder."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from ictxl.errors import InputError
from ictxl.files.addresses import RemoteFile, shown_address
from ictxl.files.inputs import find_inputs
from ictxl.pipeline.merging import merge
from ictxl.pipeline.reporting import check
from ictxl.pipeline.sending_back import sendback
from ictxl.returned.reader import Reading
from ictxl.runtime.workers import Workers
from ictxl.spreadsheets.errors import Limits
from tests.support.cli import ictxl
from tests.support.places import ROOT

fsspec = pytest.importorskip("fsspec", reason="ictxl[cluster] is not installed")

SAMPLES = ROOT / "samples" / "returned"
FEW = ("02_福祉課.xlsx", "04_情報課.xlsx")


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


@pytest.fixture
def few(tmp_path: Path) -> Path:
    folder = tmp_path / "returned"
    folder.mkdir()
    for name in FEW:
        shutil.copy(SAMPLES / name, folder)
    return folder


def written(arguments: list[str], target: Path, **options: Any) -> dict[str, bytes]:
    target.mkdir()
    merge(arguments, target / "out.xlsx", **options)
    return {path.name: path.read_bytes() for path in target.iterdir()}


def names(*arguments: str) -> list[str]:
    return [file.name for file in find_inputs(arguments)]


# --- what is meant


def test_a_folder_at_an_address_is_searched_as_a_local_one(memory: Any) -> None:
    for name in (
        *("returned/文書課.xlsx", "returned/二回目/健康課.XLSX", "returned/メモ.pdf"),
        *("returned/~$文書課.xlsx", "returned/.DS_Store", "returned/__MACOSX/文書課.xlsx"),
        *("returned/1A2B3C4D", "elsewhere/税務課.xlsx"),
    ):
        memory.pipe_file(f"/{name}", b"x")
    assert sorted(names("memory://returned")) == ["メモ.pdf", "健康課.XLSX", "文書課.xlsx"]
    assert names("memory://returned/*.xlsx") == ["文書課.xlsx"]
    assert names("memory://returned/文書課.xlsx", "memory://returned/文*") == ["文書課.xlsx"]
    assert names("memory://*/*課.xlsx", "memory://returned") == names(
        "memory://returned", "memory://elsewhere/税務課.xlsx"
    )


def test_files_of_one_name_are_told_apart_by_their_addresses(memory: Any) -> None:
    memory.pipe_file("/returned/一/課.xlsx", b"x")
    memory.pipe_file("/returned/二/課.xlsx", b"y")
    assert names("memory://returned") == [
        "memory:///returned/一/課.xlsx",
        "memory:///returned/二/課.xlsx",
    ]


def test_a_file_address_is_a_file_on_the_disk(few: Path) -> None:
    assert find_inputs([few.as_uri()]) == find_inputs([str(few)])
    assert find_inputs([f"{few.as_uri()}/*.xlsx"]) == find_inputs([str(few)])


@pytest.mark.parametrize(
    "address", ["memory://nothing", "memory://nothing/*.xlsx", "memory://bare"]
)
def test_what_is_not_there_stops_the_run_with_a_way_out(memory: Any, address: str) -> None:
    memory.pipe_file("/bare/メモ.txt", b"x")
    with pytest.raises(InputError) as caught:
        names(address)
    assert address in caught.value.message and caught.value.remedy


def test_a_name_that_is_a_file_here_is_no_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "回答::最終.xlsx").write_bytes(b"x")
    (tmp_path / "re::turned.xlsx").write_bytes(b"x")
    assert names("回答::最終.xlsx", "re::turned.xlsx") == ["re::turned.xlsx", "回答::最終.xlsx"]


# --- what cannot be reached, and what must not be shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("s3://bucket/returned/0?_*.xlsx", "s3://bucket/returned/0?_*.xlsx"),
        ("sftp://staff:geheim@host/returned", "sftp://host/returned"),
        ("ftp://staff:ge@heim@host:21/returned", "ftp://host:21/returned"),
        ("https://host/01_%E6%83%85.xlsx?X-Amz-Signature=geheim", "https://host/01_情.xlsx"),
        ("zip://*.xlsx::sftp://staff:geheim@host/a.zip", "zip://*.xlsx::sftp://host/a.zip"),
        ("simplecache::s3://bucket/returned", "simplecache::s3://bucket/returned"),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, shown: str) -> None:
    assert shown_address(address) == shown


class Shelf(fsspec.AbstractFileSystem):
    """Files on a machine that asks for a password, and tells it in its errors."""

    protocol = "shelf"
    files: ClassVar[dict[str, bytes | Exception]] = {}
    times: ClassVar[dict[str, object]] = {}

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        link, mark, place = path.partition("://")
        return place.rpartition("@")[2].partition("/")[2] if mark else link

    @staticmethod
    def _get_kwargs_from_urls(path: str) -> dict[str, Any]:
        return {"host": path.removeprefix("shelf://").rpartition("@")[2].partition("/")[0]}

    def __init__(self, host: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.host = host

    def ls(self, path: str, detail: bool = True, **_: Any) -> list[Any]:
        if self.host == "gone":
            raise ConnectionError("no way to shelf://staff:geheim@gone")
        found = [
            {"name": name, "size": None, "type": "file", **self._time(name)}
            for name in self.files
            if name == path or name.startswith(f"{path}/")
        ]
        if not found:
            raise FileNotFoundError(path)
        return found if detail else [one["name"] for one in found]

    def info(self, path: str, **_: Any) -> Any:
        found = self.ls(path)
        return found[0] if path in self.files else {"name": path, "size": 0, "type": "directory"}

    def _time(self, name: str) -> dict[str, object]:
        return {"LastModified": self.times[name]} if name in self.times else {}

    def _open(self, path: str, **_: Any) -> Any:  # type: ignore[override]  # a reader only
        content = self.files[path]
        if isinstance(content, Exception):
            raise content
        return io.BytesIO(content)


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> type[Shelf]:
    fsspec.register_implementation("shelf", Shelf, clobber=True)
    monkeypatch.setattr(Shelf, "files", {})
    monkeypatch.setattr(Shelf, "times", {})
    return Shelf


def test_what_cannot_be_reached_is_told_without_its_secrets(shelf: type[Shelf]) -> None:
    assert shelf.files == {}
    with pytest.raises(InputError) as caught:
        names("shelf://staff:geheim@gone/returned")
    assert "「shelf://gone/returned」に届きません" in caught.value.message
    assert "geheim" not in caught.value.message + caught.value.remedy


def test_a_file_that_cannot_be_fetched_is_a_finding_and_the_others_are_read(
    shelf: type[Shelf], tmp_path: Path
) -> None:
    shelf.files = {
        "returned/01.xlsx": ConnectionError("shelf://staff:geheim@host broke"),
        "returned/02.xlsx": PermissionError("geheim"),
        "returned/04.xlsx": (SAMPLES / FEW[1]).read_bytes(),
    }
    arguments = ["shelf://staff:geheim@host/returned"]
    result = merge(arguments, tmp_path / "out.xlsx")
    found = [(f.file, f.code) for f in result.round.findings if f.code == "F002"]
    assert found == [("01.xlsx", "F002"), ("02.xlsx", "F002")]
    assert {r.file for r in result.round.responses} == {"04.xlsx"}
    told = "".join(f.message + f.remedy + f.value for f in result.round.findings)
    assert "取り寄せられません" in told
    for path in tmp_path.iterdir():
        assert b"geheim" not in path.read_bytes(), path
    assert '"shelf://host/returned/04.xlsx"' in (tmp_path / "内部用_out.audit.json").read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("told", "read"),
    [
        (dt.datetime(2019, 11, 20, 1, 23, 45), "2019-11-20T01:23:45Z"),
        ("2019-11-20T10:23:45+09:00", "2019-11-20T01:23:45Z"),
        (1574213025.5, "2019-11-20T01:23:45Z"),
        ("gestern", ""),
        (None, ""),
    ],
)
def test_the_time_of_a_file_is_what_its_system_tells(
    shelf: type[Shelf], told: object, read: str
) -> None:
    shelf.files, shelf.times = {"returned/a.xlsx": b"x"}, {"returned/a.xlsx": told}
    (file,) = find_inputs(["shelf://host/returned"])
    assert isinstance(file.path, RemoteFile)
    assert file.path.modified == read


@pytest.mark.lengthy
def test_a_file_of_unknown_size_is_fetched_only_as_far_as_the_limit(
    shelf: type[Shelf], tmp_path: Path
) -> None:
    shelf.files = {"returned/01.xlsx": b"PK" + bytes(3 << 20), "returned/04.xlsx": b""}
    shutil.copy(SAMPLES / FEW[0], tmp_path)
    result = check(
        ["shelf://host/returned", str(tmp_path / FEW[0])],
        None,
        reading=Reading(Limits(file_megabytes=1)),
    )
    assert ("01.xlsx", "F008") in {(f.file, f.code) for f in result.round.findings}


def test_what_is_missing_for_an_address_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(InputError) as caught:
        names("s3://bucket/returned")
    assert "pip install s3fs" in caught.value.remedy
    with pytest.raises(InputError) as unknown:
        names("nowhere://bucket/returned")
    assert "nowhere://bucket/returned" in unknown.value.message
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(InputError) as bare:
        names("s3://bucket/returned")
    assert "ictxl[cluster]" in bare.value.remedy


# --- the same results


def test_results_are_the_same_bytes_from_a_folder_and_from_addresses(
    few: Path, tmp_path: Path
) -> None:
    here = written([str(few)], tmp_path / "here")
    assert written([few.as_uri()], tmp_path / "file") == here
    with zipfile.ZipFile(tmp_path / "few.zip", "w") as package:
        for path in few.iterdir():
            package.write(path, f"回収/{path.name}")
    cached = written([f"simplecache::{few.as_uri()}"], tmp_path / "cached")
    packed = written([f"zip://回収/*.xlsx::{(tmp_path / 'few.zip').as_uri()}"], tmp_path / "packed")
    # The report's links and the record tell where the files lie; nothing else may differ.
    assert cached["out.xlsx"] == packed["out.xlsx"] == here["out.xlsx"]
    assert cached.keys() == here.keys()
    assert packed["内部用_out.report.xlsx"] == cached["内部用_out.report.xlsx"]


@pytest.mark.lengthy
def test_processes_open_an_address_themselves(few: Path, tmp_path: Path) -> None:
    address = f"simplecache::{few.as_uri()}"
    alone = written([address], tmp_path / "alone")
    shared = written([address], tmp_path / "shared", reading=Reading(workers=Workers(2)))
    assert shared == alone


def test_what_lies_in_this_process_is_read_by_it(memory: Any, tmp_path: Path) -> None:
    for name in FEW:
        memory.pipe_file(f"/returned/{name}", (SAMPLES / name).read_bytes())
    result = merge(
        ["memory://returned"], tmp_path / "out.xlsx", reading=Reading(workers=Workers(2))
    )
    assert {row.file for row in result.round.responses} == set(FEW)


def test_commands_take_addresses_and_say_where_they_do_not(few: Path, tmp_path: Path) -> None:
    address = f"simplecache::{few.as_uri()}"
    run = ictxl("status", address, "--json", cwd=tmp_path)
    assert [d["files"] for d in run.json["departments"] if d["files"]] == [[name] for name in FEW]
    back = sendback([address], tmp_path / "back")
    assert all(sent.path.exists() for sent in back.files)
    refused = ictxl("generate", "plan.xlsx", "--previous", address, cwd=few)
    assert refused.code == 2
    watched = ictxl("status", address, "--watch", cwd=tmp_path)
    assert watched.code == 2
    assert "--watch" in watched.err
