"""A real companion in a process of its own, driven as its user drives it: by the command line's own protocol."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil

from companion.commands.running import Companion
from companion.demo.sample import Sample
from companion.service import replies, requests
from companion.service.launch_replies import ImportReply, PairingCodeReply

PASSPHRASE = "correct horse battery staple"
PATIENCE = 60.0


class CompanionProcess:
    """`eyeline serve` on a data folder. `start` returns when it answers."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self.port = port
        self._process: subprocess.Popen[str] | None = None
        self._traced = False
        self._asking: Companion | None = None

    def start(self, command: list[str] | None = None, **how: Any) -> None:
        """`command` and `how`: for a companion that is started under a tracer, in another home."""
        usual = [sys.executable, "-m", "companion", "serve", "--data", str(self.folder), "--port", str(self.port)]
        self._traced = command is not None
        self._process = subprocess.Popen(
            command or usual, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **how
        )
        assert self._process.stdin is not None
        self._process.stdin.write(f"{PASSPHRASE}\n")
        self._process.stdin.flush()
        said = self._read_until("Eyeline is running on")
        self.port = int(said.split("127.0.0.1:")[1].split(".")[0])
        self._asking = Companion(self.folder)
        self.ask.ask("/v1/vault/lock_after", requests.LockAfterRequest(minutes=0), replies.StatusReply)

    def bring_in(self, sample: Sample) -> replies.ClientCard:
        """One sample client, by the same request as `eyeline import`."""
        asked = requests.ImportRequest(
            path=str(sample.notes),
            new_client=sample.name,
            record_number=sample.record_number,
            birth_date=sample.birth_date,
            note_class="record",
        )
        return self.ask.ask("/v1/import", asked, ImportReply).client

    @property
    def ask(self) -> Companion:
        """A session of its own for each act, as each command has: one that is kept is ended by later ones."""
        assert self._asking is not None, "start the companion first"
        self._asking.close()
        self._asking = Companion(self.folder)
        return self._asking

    def pairing_code(self) -> str:
        return self.ask.ask("/v1/pairing/code", requests.PairingCodeRequest(), PairingCodeReply).code

    def lock(self) -> None:
        self.ask.ask("/v1/vault/lock", requests.LockRequest(), replies.StatusReply)

    def unlock(self) -> None:
        self.ask.ask("/v1/vault/unlock", requests.UnlockRequest(passphrase=PASSPHRASE), replies.StatusReply)

    def wait_until_read(self) -> None:
        """Until every passage can be found."""
        until = time.monotonic() + PATIENCE * 2
        while time.monotonic() < until:
            status = self.ask.ask("/v1/status", requests.StatusRequest(), replies.StatusReply)
            if status.passages_waiting == 0:
                return
            selectors.DefaultSelector().select(0.1)
        raise AssertionError("the companion did not finish reading")

    def stop(self) -> None:
        """Ends it as Ctrl-C does."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            if self._asking is not None:
                self._asking.close()
            inner = psutil.Process(process.pid).children() if self._traced else []
            os.kill(inner[0].pid if inner else process.pid, number)
            process.communicate(timeout=PATIENCE)

    def _read_until(self, words: str) -> str:
        assert self._process is not None and self._process.stdout is not None
        heard: list[str] = []
        for line in self._process.stdout:
            heard.append(line)
            if words in line:
                return line.strip()
        self._process.communicate()
        raise AssertionError("the companion ended:\n" + "".join(heard))
