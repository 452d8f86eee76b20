"""Attacks on the desk: each fails, and each would succeed without one of its defences."""

from __future__ import annotations

import re
import stat
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import Mock

import pytest

from ictxl.desk import keys as keys_module
from ictxl.desk import running
from ictxl.desk.keys import Keys
from ictxl.desk.places import open_file
from tests.support.desks import ORIGIN, AskedDesk, asked_desk, running_desk, sample_year

SECRET = "だれにも見せない文"
ALL_PAGES = ("/plan", "/send", "/gathering", "/findings", "/sendback", "/summary", "/years")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = sample_year(tmp_path_factory.mktemp("guarded") / "令和元年度")
    (folder.parent / "secret.txt").write_text(SECRET, "utf-8")
    (folder / "メモ.txt").write_text("見てよい文", "utf-8")
    return folder


@pytest.fixture(scope="module")
def desk(year: Path) -> Iterator[AskedDesk]:
    with asked_desk(year) as desk:
        yield desk


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """What would be opened by the system's programs."""
    opener = Mock()
    monkeypatch.setattr("ictxl.desk.places._open", opener)
    return opener


def test_who_has_opened_the_desk_may_see_and_change(desk: AskedDesk, opened: Mock) -> None:
    for page in ALL_PAGES:
        assert desk.get(page).status_code == 200
    assert desk.post("/files/open", {"file": "plan.xlsx"}).status_code == 303
    assert opened.call_count == 1


@pytest.mark.parametrize(
    "page", [*ALL_PAGES, "/", "/events", "/static/desk.js", "/summary/preview"]
)
def test_another_user_of_the_machine_sees_nothing(desk: AskedDesk, year: Path, page: str) -> None:
    stranger = desk.app.test_client()
    answer = stranger.get(page, base_url=ORIGIN)
    assert answer.status_code == 403
    assert year.name not in answer.text
    assert str(year) not in answer.text


def test_a_made_up_cookie_is_refused(desk: AskedDesk) -> None:
    stranger = desk.app.test_client()
    stranger.set_cookie("ictxl-desk", "0" * 64, domain="127.0.0.1")
    assert stranger.get("/plan", base_url=ORIGIN).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example:8765", "127.0.0.1:9999", "127.0.0.1", "[::1]:8765", ""]
)
def test_a_foreign_name_that_leads_here_is_refused(desk: AskedDesk, host: str) -> None:
    """DNS rebinding: the browser believes to speak with evil.example, cookie and all."""
    assert desk.get("/plan", Host=host).status_code == 403
    answer = desk.post("/files/open", {"file": "plan.xlsx"}, Host=host, Origin=f"http://{host}")
    assert answer.status_code == 403


def test_the_desk_answers_by_both_of_its_own_names(desk: AskedDesk) -> None:
    with_name = desk.app.test_client()
    token = desk.desk.keys.mint()
    answer = with_name.get(f"/open?token={token}", base_url="http://localhost:8765")
    assert answer.status_code == 303
    assert with_name.get("/plan", base_url="http://localhost:8765").status_code == 200


def test_an_opening_address_works_once(desk: AskedDesk) -> None:
    token = desk.desk.keys.mint()
    first, second = desk.app.test_client(), desk.app.test_client()
    assert first.get(f"/open?token={token}", base_url=ORIGIN).status_code == 303
    assert second.get(f"/open?token={token}", base_url=ORIGIN).status_code == 403
    assert second.get("/plan", base_url=ORIGIN).status_code == 403


def test_an_opening_address_grows_old(desk: AskedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    token = desk.desk.keys.mint()
    late = time.time() + keys_module.TOKEN_SECONDS + 1
    monkeypatch.setattr(keys_module.time, "time", lambda: late)
    answer = desk.app.test_client().get(f"/open?token={token}", base_url=ORIGIN)
    assert answer.status_code == 403


@pytest.mark.parametrize("token", ["", "x", "1.2.3", "9999999999.a.b", "..", "\u3042"])
def test_an_opening_address_cannot_be_made_up(desk: AskedDesk, token: str) -> None:
    answer = desk.app.test_client().get(f"/open?token={token}", base_url=ORIGIN)
    assert answer.status_code == 403


def test_a_token_of_another_desk_opens_nothing(desk: AskedDesk) -> None:
    answer = desk.app.test_client().get(f"/open?token={Keys().mint()}", base_url=ORIGIN)
    assert answer.status_code == 403


def test_no_script_can_read_the_cookie_and_no_foreign_page_send_it(desk: AskedDesk) -> None:
    answer = desk.app.test_client().get(f"/open?token={desk.desk.keys.mint()}", base_url=ORIGIN)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Domain" not in cookie


CHANGES = [
    ("/files/open", {"file": "plan.xlsx"}),
    ("/files/folder", {}),
    ("/files/receive", {}),
    ("/plan/start", {"year": "2030"}),
    ("/plan/import", {"table": "plan.xlsx"}),
    ("/plan/columns", {}),
    ("/plan/turn", {"folder": ""}),
    ("/send/make", {}),
    ("/send/template", {}),
    ("/gathering/remind", {}),
    ("/gathering/password", {"password": "x"}),
    ("/findings/tick", {"key": "x"}),
    ("/findings/report", {}),
    ("/sendback/make", {}),
    ("/summary/make", {}),
    ("/summary/review", {"readers": "山田"}),
    ("/years/roll", {}),
    ("/years/compare", {}),
    ("/years/history", {}),
    ("/job/stop", {}),
    ("/job/away", {}),
    ("/quit", {}),
]


def test_every_change_is_attacked_below(desk: AskedDesk) -> None:
    rules = desk.app.url_map.iter_rules()
    changing = {
        rule.rule for rule in rules if rule.methods and rule.methods - {"GET", "HEAD", "OPTIONS"}
    }
    assert changing == {address for address, _ in CHANGES}


@pytest.mark.parametrize(("address", "fields"), CHANGES)
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:9999", "null", "", "http://localhost:8765"]
)
def test_a_form_in_a_foreign_page_changes_nothing(
    desk: AskedDesk, address: str, fields: dict[str, str], origin: str, opened: Mock
) -> None:
    """As if SameSite had not kept the cookie back, and the token had leaked."""
    assert desk.post(address, fields, Origin=origin).status_code == 403
    assert opened.call_count == 0
    assert desk.desk.jobs.latest is None


@pytest.mark.parametrize(("address", "fields"), CHANGES)
@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_change_without_the_token_of_the_page_is_refused(
    desk: AskedDesk, address: str, fields: dict[str, str], token: str, opened: Mock
) -> None:
    assert desk.post(address, {**fields, "token": token}).status_code == 403
    assert opened.call_count == 0
    assert desk.desk.jobs.latest is None


@pytest.mark.parametrize("address", [address for address, _ in CHANGES])
def test_a_link_changes_nothing(desk: AskedDesk, address: str) -> None:
    token = desk.desk.keys.form_token
    assert desk.get(f"{address}?token={token}").status_code == 405


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_server_on_this_machine_can_embed_nothing(
    desk: AskedDesk, site: str
) -> None:
    """Cookies know no ports: 127.0.0.1:9999 is the same site, and browsers say so."""
    for page in (*ALL_PAGES, "/files/fetch?file=plan.xlsx"):
        assert desk.get(page, **{"Sec-Fetch-Site": site}).status_code == 403


def test_every_page_forbids_foreign_and_written_in_scripts(desk: AskedDesk) -> None:
    for page in (*ALL_PAGES, "/nowhere", "/static/desk.css"):
        headers = desk.get(page).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'self';")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_pages_hold_no_script_style_or_address_of_their_own(desk: AskedDesk) -> None:
    for page in ALL_PAGES:
        text = desk.get(page).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src)|javascript:", text), page
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text), page


def test_the_preview_may_run_nothing_at_all(desk: AskedDesk) -> None:
    policy = desk.get("/summary/preview").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert policy.endswith("sandbox")


OUTSIDE = [
    "../secret.txt",
    "returned/../../secret.txt",
    "..\\secret.txt",
    "/etc/passwd",
    "C:\\Windows\\win.ini",
    "C:/Windows/win.ini",
    "//server/share/x.xlsx",
    "メモ.txt:hidden",
    "./メモ.txt",
    "returned//01_秘書広報課.xlsx",
    "",
    ".",
    "returned",
    "メモ.txt\0.xlsx",
    "長い名前" * 100 + ".xlsx",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_name_leads_out_of_the_folder(desk: AskedDesk, name: str, opened: Mock) -> None:
    fetched = desk.client.get("/files/fetch", query_string={"file": name}, base_url=ORIGIN)
    assert fetched.status_code == 403
    assert SECRET not in fetched.text
    assert desk.post("/files/open", {"file": name}).status_code == 403
    assert desk.post("/plan/import", {"table": name}).status_code in {400, 403}
    assert opened.call_count == 0


def test_a_whole_path_into_the_folder_is_no_name(desk: AskedDesk, year: Path) -> None:
    answer = desk.get(f"/files/fetch?file={year / 'メモ.txt'}")
    assert answer.status_code == 403


def test_files_of_the_folder_can_be_fetched_but_never_shown_as_a_page(
    desk: AskedDesk, year: Path
) -> None:
    (year / "罠.html").write_text("<script>alert(1)</script>", "utf-8")
    answer = desk.get("/files/fetch?file=罠.html")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """A folder with links that lead out of it."""
    outside = tmp_path / "外"
    outside.mkdir()
    (outside / "secret.txt").write_text(SECRET, "utf-8")
    folder = sample_year(tmp_path / "年度", returned=False)
    try:
        (folder / "file.txt").symlink_to(outside / "secret.txt")
        (folder / "folder").symlink_to(outside, target_is_directory=True)
        (folder / "outbox").symlink_to(outside, target_is_directory=True)
        (folder / "returned").symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make links")
    return folder


@pytest.mark.parametrize("name", ["file.txt", "folder/secret.txt", "returned/secret.txt"])
def test_links_are_not_followed(linked: Path, name: str, opened: Mock) -> None:
    with asked_desk(linked) as desk:
        answer = desk.get(f"/files/fetch?file={name}")
        assert answer.status_code == 403
        assert SECRET not in answer.text
        assert desk.post("/files/open", {"file": name}).status_code == 403
    assert opened.call_count == 0


def test_nothing_is_written_through_a_link(linked: Path) -> None:
    before = sorted((linked.parent / "外").iterdir())
    with asked_desk(linked) as desk:
        assert desk.post("/send/make", {"mail": "on"}).status_code == 403
        files = {"files": (linked / "plan.xlsx").open("rb")}
        assert desk.post("/files/receive", files).status_code == 403
    assert sorted((linked.parent / "外").iterdir()) == before


def test_what_a_link_in_returned_leads_to_is_not_read_but_named(tmp_path: Path) -> None:
    folder = sample_year(tmp_path / "年度")
    taken = folder / "returned" / "18_市民課.xlsx"
    taken.rename(tmp_path / "市民課.xlsx")
    taken.symlink_to(tmp_path / "市民課.xlsx")
    with asked_desk(folder) as desk:
        desk.desk.look(patience=20)
        text = desk.get("/gathering").text
    assert "フォルダーの外へのリンクなので、読んでいません" in text
    assert "17 / 18 課" in text


PROGRAMS = [
    *("run.bat", "run.cmd", "x.exe", "x.lnk", "x.vbs", "x.ps1", "x.js", "x.scr", "x.url"),
    *("x.desktop", "x", "調査票.xlsx.exe", "x.xltm", "x.hta"),
]


@pytest.mark.parametrize("name", PROGRAMS)
def test_no_program_is_run(desk: AskedDesk, year: Path, name: str, opened: Mock) -> None:
    path = year / name
    path.write_text("echo attacked", "utf-8")
    try:
        assert desk.post("/files/open", {"file": name}).status_code == 403
        assert desk.get(f"/files/fetch?file={name}").status_code == 403
    finally:
        path.unlink()
    assert opened.call_count == 0


def test_a_workbook_is_opened_by_the_program_that_the_system_has_for_it(
    year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = Mock()
    monkeypatch.setattr("ictxl.desk.places.sys.platform", "linux")
    monkeypatch.setattr("ictxl.desk.places.subprocess.Popen", started)
    open_file(year / "plan.xlsx")
    assert started.call_args.args == (["xdg-open", str(year / "plan.xlsx")],)
    assert not started.call_args.kwargs.get("shell")


def test_nothing_reaches_the_desk_by_another_address_of_the_machine(
    year: Path, tmp_path: Path
) -> None:
    with running_desk(year, tmp_path) as running_one:
        listening = _addresses_of(running_one.port)
    assert listening == {"0100007F"}, "127.0.0.1 as Linux writes it, and nothing else"


def _addresses_of(port: int) -> set[str]:
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    six = Path("/proc/net/tcp6")
    lines += six.read_text().splitlines()[1:] if six.exists() else []
    told = [line.split()[1].split(":") for line in lines if line.split()[3] == "0A"]
    return {place for place, number in told if int(number, 16) == port}


def test_the_cookie_goes_to_no_other_server_of_this_machine(year: Path, tmp_path: Path) -> None:
    with running_desk(year, tmp_path) as running_one:
        answer = _get(running_one.address)
        paths = re.findall(r"Path=(/[\w-]{12,})", answer.getheader("Set-Cookie") or "")
        assert len(paths) == 1, "a path that nobody can guess"
        assert _get(running_one.address).status == 403, "the address works once"


def _get(address: str) -> Any:
    host, _, path = address.removeprefix("http://").partition("/")
    connection = HTTPConnection(host, timeout=10)
    connection.request("GET", f"/{path}")
    answer = connection.getresponse()
    answer.read()
    return answer


def test_only_its_own_user_can_read_where_a_desk_runs(year: Path, tmp_path: Path) -> None:
    with running_desk(year, tmp_path):
        (record,) = (tmp_path / "ictxl").iterdir()
        assert stat.S_IMODE(record.stat().st_mode) == 0o600
        assert stat.S_IMODE(record.parent.stat().st_mode) == 0o700


@pytest.mark.lengthy
def test_another_program_at_the_port_of_a_desk_that_was_killed_is_not_taken_for_it(
    year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It must not be opened: a page of somebody else's would look like the desk."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as strange:
        Thread(target=strange.serve_forever, daemon=True).start()
        address = running.Address(strange.server_port, "/x", "secret")
        with running.recorded(year, address):
            assert running.find_running(year) is None
        strange.shutdown()


def test_an_upload_beyond_the_limits_leaves_nothing(
    desk: AskedDesk, year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from io import BytesIO

    from ictxl.pipeline.year_folder import receiving

    monkeypatch.setattr(receiving, "MEGABYTE", 100)
    before = sorted((year / "returned").iterdir())
    answer = desk.post("/files/receive", {"files": (BytesIO(b"x" * 20_000), "大きい.xlsx")})
    assert answer.status_code == 400
    assert "より大きいので" in answer.text
    assert sorted((year / "returned").iterdir()) == before


@pytest.mark.parametrize(
    ("sent", "placed"),
    [
        ("../../外.xlsx", "外.xlsx"),
        ("..\\..\\外.xlsx", "外.xlsx"),
        ("C:\\temp\\外.xlsx", "外.xlsx"),
        ("/etc/外.xlsx", "外.xlsx"),
        ("CON.xlsx", "_CON.xlsx"),
        ("a\0b.xlsx", "a b.xlsx"),
        ("罠:x.xlsx", "罠\uff1ax.xlsx"),
    ],
)
def test_an_upload_chooses_no_place(tmp_path: Path, sent: str, placed: str) -> None:
    from io import BytesIO

    from ictxl.pipeline.year_folder.receiving import receive

    path, is_new = receive(BytesIO(b"x"), sent, tmp_path / "returned")
    assert is_new
    assert path == tmp_path / "returned" / placed
    assert sorted(p.name for p in tmp_path.rglob("*")) == sorted(["returned", placed])
