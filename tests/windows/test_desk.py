"""The page of `ictxl desk`, served by the Windows Python and looked at from here."""

from __future__ import annotations

import re
import shutil
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from ictxl.cli import COMMANDS
from tests.support.clients.windows import CODE_PAGE, Windows
from tests.support.places import ROOT

pytestmark = pytest.mark.skipif("desk" not in COMMANDS, reason="this version has no desk")


def test_the_page_of_a_years_folder_is_served_on_this_machine_only(
    windows: Windows, tmp_path: Path
) -> None:
    folder = tmp_path / "令和8年度 調査"
    folder.mkdir()
    shutil.copy2(ROOT / "samples" / "plan.xlsx", folder)
    words = ("-m", "ictxl", "desk", windows.path(folder), "--no-browser")
    with windows.running(*words, cwd=tmp_path) as program:
        assert program.stdout is not None
        told = program.stdout.readline().decode(CODE_PAGE)
        found = re.search(r"http://127\.0\.0\.1:\d+/\S+", told)
        assert found, told
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        with browser.open(found[0], timeout=60) as answer:
            page = answer.read().decode("utf-8")
            assert answer.status == 200
    assert "<html" in page
    assert "令和8年度 調査" in page
