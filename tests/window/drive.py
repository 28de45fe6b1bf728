"""Runs `eyeline window` as it is, and does in its page what a person would: python -m tests.window.drive DATA NOTES.

The hands are pywebview's `run_js`: what is typed and clicked goes through the page's own elements. Prints what was
seen, one JSON line; exits 1 where something did not come.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

PASSPHRASE = "correct horse battery staple"
PATIENCE = 90.0


class Hands:
    """On the one open window."""

    def __init__(self, window: Any) -> None:
        self._window = window

    def js(self, script: str) -> Any:
        return self._window.run_js(script)

    def until(self, script: str) -> Any:
        """The value of `script` as soon as it is one."""
        end = time.monotonic() + PATIENCE
        tick = threading.Event()
        while time.monotonic() < end:
            if value := self.js(script):
                return value
            tick.wait(0.1)
        raise AssertionError(f"{script} did not come: {self.js('document.body.innerText')}")

    def view(self, name: str) -> None:
        self.until(f"!!document.querySelector('[data-view={name}]')")

    def fill(self, name: str, words: str) -> None:
        self.until(f"!!document.querySelector('[name={name}]')")
        put = f"one.value = {json.dumps(words)}; one.dispatchEvent(new Event('input', {{ bubbles: true }}));"
        self.js(f"{{ const one = document.querySelector('[name={name}]'); {put} }} true")

    def press(self, label: str) -> None:
        find = f"[...document.querySelectorAll('button')].find((b) => b.textContent.trim() === {json.dumps(label)})"
        self.until(f"!!{find}")
        self.js(f"{find}.click(); true")


def first_run(hands: Hands) -> None:
    hands.press("Set it up")
    hands.view("passphrase")
    hands.fill("passphrase", PASSPHRASE)
    hands.fill("again", PASSPHRASE)
    hands.press("Go on")
    hands.view("recovery")
    key = "[...document.querySelectorAll('.key li')]"
    groups = hands.js(f"{key}.map((li) => li.textContent.trim().split(' ')[1]).join()")
    asked = hands.js("[...document.querySelectorAll('form label')].map((l) => l.textContent.match(/\\d/)[0]).join()")
    for at, number in enumerate(asked.split(",")):
        hands.fill(f"group{at}", groups.split(",")[int(number) - 1])
    hands.press("I have it")
    hands.press("No, ask each time")
    hands.until("document.querySelector('output.code')?.textContent")
    hands.press("Go on to your notes")


def bring_in(hands: Hands, notes: Path) -> int:
    hands.view("bring_in")
    hands.fill("path", str(notes))
    hands.fill("name", "Kim Muster")
    hands.fill("record_number", "77-1234")
    hands.js("document.querySelector('[value=record]').click(); true")
    hands.press("Bring in")
    hands.until("document.body.innerText.includes('Everything that is in can be found by search.')")
    return int(hands.js("document.querySelectorAll('tr[data-verdict=imported]').length"))


def search(hands: Hands, words: str) -> tuple[str, str]:
    hands.press("Search")
    hands.view("search")
    hands.js("document.querySelector('[type=search]').name = 'words'; true")
    hands.fill("words", words)
    hands.until("!!document.querySelector('.hit')")
    hands.js("document.querySelector('.hit').click(); true")
    quote = hands.until("document.querySelector('.note mark')?.textContent")
    return quote, hands.js("document.querySelector('.note header').innerText")


def drive(window: Any, data: str, notes: Path, seen: dict[str, Any]) -> None:
    hands = Hands(window)
    try:
        window.events.loaded.wait(PATIENCE)
        began = time.monotonic()
        first_run(hands)
        seen["first_run_seconds"] = round(time.monotonic() - began, 1)
        seen["imported"] = bring_in(hands, notes)
        seen["quote"], seen["header"] = search(hands, "she could not sleep")
        seen["address"] = hands.js("location.href")
        seen["storage"] = hands.js("document.cookie")
        hands.press("Lock")
        hands.view("unlock")
        seen["after_lock"] = hands.js("document.body.innerText")
        again = [sys.executable, "-m", "companion", "window", "--data", data]
        second = subprocess.run(again, capture_output=True, text=True, timeout=PATIENCE, check=False)
        seen["second_start"] = (second.returncode, second.stdout.strip())
        os.kill(os.getpid(), signal.SIGTERM)  # as at logout
        seen["ended"] = window.events.closed.wait(PATIENCE)
    except Exception:
        traceback.print_exc()
        seen["failed"] = True
        window.destroy()


def main() -> int:
    import webview

    from companion.__main__ import main as eyeline

    data, notes = sys.argv[1:3]
    seen: dict[str, Any] = {}

    def when_there() -> None:
        tick = threading.Event()
        while not webview.windows:
            tick.wait(0.05)
        drive(webview.windows[0], data, Path(notes), seen)

    threading.Thread(target=when_there, daemon=True).start()
    code = eyeline(["window", "--data", data, "--port", "0"])
    sys.stdout.write(json.dumps(seen) + "\n")
    return code or int("failed" in seen)


if __name__ == "__main__":
    sys.exit(main())
