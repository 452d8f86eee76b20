"""Make the guide's pictures of the desk from the samples: `python docs/pictures_desk.py`.

Needs Chromium and the font BIZ UDPゴシック; run it from the repository's folder.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from pictures import ictxl  # noqa: E402 - as the next ones, found by the line above
from pictures_year import write_former_years  # noqa: E402

from tests.support.clients.browser import Browser  # noqa: E402
from tests.support.desks import SAMPLES, running_desk  # noqa: E402
from tests.support.faulty_round import plant  # noqa: E402

SHOWN = {
    "start": "plan",
    "send": "send",
    "gathering": "gathering",
    "findings": "findings",
    "around": "findings",
    "sendback": "sendback",
    "summary": "summary",
    "years": "years",
}
"""Picture → the screen it shows, in the order in which the folder fills."""
SHOWN_FOLDER = r"C:\\進捗調査\\令和元年度"


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        browser = Browser(home)
        folder = home / "令和元年度"
        folder.mkdir()
        for name, screen in SHOWN.items():
            if screen == "send":
                shutil.copy(SAMPLES / "plan.xlsx", folder)
            if screen == "gathering":
                plant(folder / "returned")
            if screen == "summary":
                write_former_years(folder)
                ictxl("merge", folder / "returned", "-o", folder / "進捗状況.xlsx")
            picture(browser, folder, home, name, HERE / "images" / f"desk-{name}.png")
        browser.quit()


def picture(browser: Browser, folder: Path, home: Path, name: str, target: Path) -> None:
    """The top of a screen as a visitor sees it, or the part of it that matters."""
    with running_desk(folder, home) as desk:
        page = browser.page()
        page.resize(1200, 760)
        page.go(desk.address)
        page.wait("document.getElementById('step-plan')")
        page.go(page.run(f"document.getElementById('step-{SHOWN[name]}').href"))
        page.wait("document.querySelector('#reading[hidden]')")
        if name == "around":
            page.go(page.run("document.querySelector('[id^=around-]').href"))
            page.wait("document.querySelector('.window')")
        page.run(f"document.querySelector('.folder').textContent = '{SHOWN_FOLDER}'")
        if name == "years":
            page.wait("document.getElementById('charts')")
            page.run("document.getElementById('charts').scrollIntoView()")
        page.picture(target, whole=False)


if __name__ == "__main__":
    main()
