"""A headless Chromium: what a visitor of the city's website has."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.support.clients import missing

PATIENCE = 60
"""Seconds until the browser counts as hung."""
_RESULT = "ictxl-test-result"


class Chromium:
    """Runs one browser process a call, with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        if program is None:
            missing("Chromium", "chromium is not installed")
        self._folder = folder
        self._command = [
            program,
            "--headless",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--window-size=1600,1200",
            f"--user-data-dir={folder / 'profile'}",
            # Chromium refuses its sandbox to root, and containers often have no other user.
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
        ]

    def run_script(self, page: Path, *scripts: str) -> Any:
        """What the last script returns (JSON), run in the page after its own scripts.

        Scripts are bodies of async functions.
        """
        body = "".join(f"<script>{_no_end_tag(script)}</script>" for script in scripts[:-1])
        call = (
            f"(async () => {{{_no_end_tag(scripts[-1])}}})()"
            ".catch((error) => ({error: String(error)})).then((result) => {"
            'const pre = document.createElement("pre");'
            f'pre.id = "{_RESULT}"; pre.textContent = JSON.stringify(result);'
            "document.body.append(pre);});"
        )
        content = page.read_text("utf-8")
        probe = self._folder / "probe.html"
        probe.write_text(
            content.replace("</body>", f"{body}<script>{call}</script></body>"), encoding="utf-8"
        )
        found = re.search(f'<pre id="{_RESULT}">(.*?)</pre>', self.dump(probe), re.DOTALL)
        assert found, "the page's script did not end"
        return json.loads(html.unescape(found[1]))

    def dump(self, page: Path, *options: str) -> str:
        """The page's elements as HTML, after its scripts have run."""
        return self._run("--virtual-time-budget=20000", *options, "--dump-dom", page.as_uri())

    def print_pdf(self, page: Path, target: Path) -> Path:
        self._run(f"--print-to-pdf={target}", "--no-pdf-header-footer", page.as_uri())
        return target

    def _run(self, *arguments: str) -> str:
        run = subprocess.run(
            [*self._command, *arguments], capture_output=True, timeout=PATIENCE, check=True
        )
        return run.stdout.decode("utf-8")


def _no_end_tag(script: str) -> str:
    return script.replace("</script", "<\\/script")
