"""Debian's Firefox, driven by the protocol that is built into it (Marionette): JSON over loopback TCP.

Mozilla's own client, marionette_driver, is not used: it pins another psutil than ours on macOS, imports telnetlib,
which Python 3.13 no longer has, and brings fifteen packages for what the lines below do.
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PATIENCE = 60.0
SIZE = {"MOZ_HEADLESS_WIDTH": "1280", "MOZ_HEADLESS_HEIGHT": "800"}
PREFERENCES: Mapping[str, str | int | bool] = {
    "marionette.port": 0,  # a free one; Firefox writes it into its profile
    "network.dns.forceResolve": "127.0.0.1",  # whatever a browser asks about by itself stays on this machine
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.newtabpage.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.activeThemeID": "firefox-compact-light@mozilla.org",  # without a desktop the default is white on white
    "extensions.webextOptionalPermissionPrompts": False,  # a prompt of the browser's waits for a person
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "ui.prefersReducedMotion": 1,  # a screenshot shows no sidebar half way
}


class FirefoxError(Exception):
    """Firefox says that a command failed; its words."""


class Firefox:
    """One headless Firefox with a fresh profile. `chrome` runs in the browser's own window, where all is allowed."""

    def __init__(self, binary: str, folder: Path, preferences: Mapping[str, str | int | bool]) -> None:
        self.profile = folder / "profile"
        self.profile.mkdir(parents=True)
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in {**PREFERENCES, **preferences}.items()]
        (self.profile / "user.js").write_text("".join(lines), encoding="utf-8")
        self._log = (folder / "firefox.log").open("wb")
        command = [binary, "--headless", "--no-remote", "--marionette", "-remote-allow-system-access"]
        self._process = subprocess.Popen(
            [*command, "--profile", str(self.profile)],
            stdout=self._log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **SIZE, "MOZ_CRASHREPORTER_DISABLE": "1", "HOME": str(folder)},
        )
        try:
            self._wire = self._connected()
        except BaseException:
            self._end()
            raise
        self._read_packet()  # it says hello
        self._number = 0
        self._context = ""
        self.ask("WebDriver:NewSession", acceptInsecureCerts=True)
        self.ask("WebDriver:SetTimeouts", script=int(PATIENCE * 2000), pageLoad=int(PATIENCE * 1000))

    def _connected(self) -> socket.socket:
        """The line to it, as soon as it says where it listens."""
        said = self.profile / "MarionetteActivePort"
        until = time.monotonic() + PATIENCE
        while not (said.exists() and said.read_text().strip()):
            if self._process.poll() is not None or time.monotonic() > until:
                raise FirefoxError("Firefox did not start:\n" + Path(self._log.name).read_text(errors="replace"))
            select.select([], [], [], 0.02)
        return socket.create_connection(("127.0.0.1", int(said.read_text())), timeout=PATIENCE * 3)

    def ask(self, command: str, **params: Any) -> Any:
        """One command of the protocol, and its answer."""
        self._number += 1
        packet = json.dumps([0, self._number, command, params]).encode("utf-8")
        self._wire.sendall(b"%d:%s" % (len(packet), packet))
        while True:
            kind, number, error, value = json.loads(self._read_packet())
            if (kind, number) == (1, self._number):
                break
        if error:
            raise FirefoxError(f"{error['error']}: {error['message']}\n{error.get('stacktrace', '')}".strip())
        return value["value"] if isinstance(value, dict) and set(value) == {"value"} else value

    def _read_packet(self) -> bytes:
        length = b""
        while (letter := self._exactly(1)) != b":":
            length += letter
        return self._exactly(int(length))

    def _exactly(self, count: int) -> bytes:
        parts = []
        while count:
            part = self._wire.recv(count)
            if not part:
                raise FirefoxError("Firefox hung up.")
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def chrome(self, script: str, *args: Any) -> Any:
        """Runs the body of a function (it may await) in the browser's window; `args` are its `arguments`."""
        return self.run_in("chrome", script, *args)

    def run_in(self, context: str, script: str, *args: Any) -> Any:
        self.turn_to(context)
        whole = f"return (async function() {{ {script} }}).apply(null, arguments);"
        return self.ask("WebDriver:ExecuteScript", script=whole, args=list(args))

    def turn_to(self, context: str) -> None:
        """`chrome`: the browser's window. `content`: the page in the tab in front."""
        if context != self._context:
            self.ask("Marionette:SetContext", value=context)
            self._context = context

    def go_to(self, address: str) -> None:
        """The tab in front loads this; returns when it has."""
        self.turn_to("content")
        self.ask("WebDriver:Navigate", url=address)

    def install(self, extension: Path) -> str:
        """A folder or a zip, as about:debugging installs it; returns its id."""
        found: str = self.ask("Addon:Install", path=str(extension.resolve()), temporary=True)
        return found

    def close(self) -> None:
        try:
            self.ask("Marionette:Quit", flags=["eForceQuit"])
        except (FirefoxError, OSError):
            pass  # it hung up before it said goodbye
        finally:
            self._wire.close()
            self._end()

    def _end(self) -> None:
        try:
            self._process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
