"""A Chromium that is driven as a person drives it: mouse, keyboard, files, and pictures of it."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.support.clients import missing
from tests.support.clients.axe import axe_script

PATIENCE = 30.0
"""Seconds until something that is waited for counts as never coming."""
_KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowDown": 40, "ArrowUp": 38}


class BrowserError(AssertionError):
    """The page did not do what was asked of it."""


class Browser:
    """One browser process with a profile of its own, spoken to by the DevTools protocol."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        if program is None:
            missing("Chromium", "chromium is not installed")
        to_read, self._to_browser = os.pipe()
        self._from_browser, to_write = os.pipe()
        import fcntl  # Windows has none

        # The protocol wants the numbers 3 and 4, which may be taken here.
        ours = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (to_read, to_write)]

        def hand_over() -> None:
            os.dup2(ours[0], 3)
            os.dup2(ours[1], 4)

        self._process = subprocess.Popen(
            [
                program,
                "--headless",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--remote-debugging-pipe",
                "--lang=ja",
                f"--user-data-dir={folder / 'driven'}",
                *(["--no-sandbox"] if os.geteuid() == 0 else []),
                "about:blank",
            ],
            preexec_fn=hand_over,  # noqa: PLW1509 - no thread runs in a test that starts one
            pass_fds=(3, 4),
            env={**os.environ, "LANGUAGE": "ja"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in (to_read, to_write, *ours):
            os.close(end)
        self._rest = b""
        self._number = 0
        self.events: list[dict[str, Any]] = []

    def page(self) -> Page:
        """A new, empty page."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Page(self, session)

    def quit(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._to_browser)
        os.close(self._from_browser)

    def send(self, method: str, session: str = "", **parameters: Any) -> Any:
        """What the browser answers to a command of the protocol."""
        self._number += 1
        number = self._number
        command = {"id": number, "method": method, "params": parameters}
        if session:
            command["sessionId"] = session
        os.write(self._to_browser, json.dumps(command).encode() + b"\0")
        while True:
            message = self._message()
            if message.get("id") == number:
                if "error" in message:
                    raise BrowserError(f"{method}: {message['error']}")
                return message.get("result", {})
            self.events.append(message)

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            came = os.read(self._from_browser, 1 << 20)
            if not came:
                raise BrowserError("the browser has ended")
            self._rest += came
        one, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(one)
        return message


class Page:
    """A page in a browser, as its visitor uses it."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session
        self._place: dict[str, float] = {}
        """Where the mouse is."""
        for domain in ("Page", "Runtime", "DOM", "Log"):
            self._send(f"{domain}.enable")
        self.resize(1366, 900)

    def resize(self, width: int, height: int) -> None:
        self._send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def go(self, address: str) -> None:
        """Open an address and wait until it is there."""
        self._send("Page.navigate", url=address)
        time.sleep(0.05)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, script: str) -> Any:
        """What an expression gives, awaited."""
        told = self._send(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in told:
            raise BrowserError(f"{script}: {told['exceptionDetails']}")
        return told["result"].get("value")

    def wait(self, condition: str, seconds: float = PATIENCE) -> float:
        """Wait until an expression is true; returns the seconds that it took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            try:
                if self.run(f"Boolean({condition})"):
                    return time.monotonic() - began
            except BrowserError:  # the page is just changing to another one
                pass
            time.sleep(0.03)
        raise BrowserError(f"never came: {condition}\n{self.text()[:3000]}")

    def text(self) -> str:
        """All that can be read on the page."""
        return str(self.run("document.body.innerText"))

    def sees(self, text: str, seconds: float = PATIENCE) -> float:
        """Wait until a text can be read."""
        return self.wait(f"document.body.innerText.includes({json.dumps(text)})", seconds)

    def click(self, selector: str) -> None:
        """With the mouse, in the middle of an element that can be seen."""
        self.hold(selector)
        self.let_go()

    def hold(self, selector: str) -> None:
        """Press the mouse on an element, and keep it pressed."""
        self.wait(f"document.querySelector({json.dumps(selector)})")
        place = self.run(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)});"
            "one.scrollIntoView({block: 'center'}); const box = one.getBoundingClientRect();"
            "const x = box.x + box.width / 2, y = box.y + box.height / 2;"
            "const top = document.elementFromPoint(x, y);"
            "return {x, y, hit: one === top || one.contains(top)}; })()"
        )
        if not place["hit"]:
            raise BrowserError(f"something else lies over {selector}")
        self._place = {"x": place["x"], "y": place["y"]}
        self._mouse("mousePressed")

    def let_go(self) -> None:
        """Release the mouse where it is."""
        self._mouse("mouseReleased")

    def _mouse(self, kind: str) -> None:
        told = {"button": "left", "clickCount": 1, **self._place}
        self._send("Input.dispatchMouseEvent", type=kind, **told)

    def leave_by(self, selector: str) -> None:
        """Click something that leads to another page, and wait for that."""
        self.run("window.isFormer = true")
        self.click(selector)
        self.arrive()

    def arrive(self) -> None:
        self.wait("!window.isFormer && document.readyState === 'complete'")

    def press(self, key: str, *, shift: bool = False) -> None:
        """A key, as the keyboard sends it."""
        told: dict[str, Any] = {
            "key": key,
            "code": "Space" if key == " " else key,
            "windowsVirtualKeyCode": _KEYS[key],
            "modifiers": 8 if shift else 0,
        }
        text = {"Enter": "\r", " ": " "}.get(key)
        self._send(
            "Input.dispatchKeyEvent", type="keyDown", **told, **({"text": text} if text else {})
        )
        self._send("Input.dispatchKeyEvent", type="keyUp", **told)

    def tab_to(self, identity: str, most: int = 200) -> None:
        """Go by the Tab key alone to an element, which must show that it has the focus."""
        for _ in range(most):
            if self.run("document.activeElement?.id ?? ''") == identity:
                shown = self.run(
                    "(() => { const look = getComputedStyle(document.activeElement);"
                    "return look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 1; })()"
                )
                if not shown:
                    raise BrowserError(f"the focus on #{identity} cannot be seen")
                return
            self.press("Tab")
        raise BrowserError(f"#{identity} is never reached by the keyboard")

    def type(self, text: str) -> None:
        self._send("Input.insertText", text=text)

    def choose_files(self, selector: str, files: Sequence[Path]) -> None:
        """As in the system's own dialog."""
        root = self._send("DOM.getDocument")["root"]["nodeId"]
        node = self._send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self._send("DOM.setFileInputFiles", nodeId=node, files=[str(f.resolve()) for f in files])

    def drop_files(self, selector: str, files: Sequence[Path]) -> None:
        """Drag files from the system onto an element."""
        box = self.run(
            f"(() => {{ const box = document.querySelector({json.dumps(selector)})"
            ".getBoundingClientRect(); return {x: box.x + 9, y: box.y + 9}; })()"
        )
        data = {
            "items": [],
            "files": [str(f.resolve()) for f in files],
            "dragOperationsMask": 1,
        }
        for kind in ("dragEnter", "dragOver", "drop"):
            self._send("Input.dispatchDragEvent", type=kind, **box, data=data)

    def picture(self, path: Path, *, whole: bool = True) -> Path:
        told = self._send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(told["data"]))
        return path

    def axe(self) -> list[str]:
        """What axe finds wrong with the page: rule and element."""
        self.run(axe_script() + ";0")
        return list(
            self.run(
                "axe.run(document, {iframes: false}).then((found) => found.violations.flatMap("
                "(v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`)))"
            )
        )

    def complaints(self) -> list[str]:
        """What the browser's console has complained about so far, policies that were broken too."""
        self.run("0")
        told = []
        for event in self._browser.events:
            if event.get("sessionId") != self._session:
                continue
            if event["method"] == "Log.entryAdded":
                told.append(event["params"]["entry"]["text"])
            elif event["method"] == "Runtime.exceptionThrown":
                told.append(str(event["params"]["exceptionDetails"]))
        return told

    def _send(self, method: str, **parameters: Any) -> Any:
        return self._browser.send(method, self._session, **parameters)
