"""The process that reads files: what it may not do, and what happens to a file that ends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from companion.errors import Unreadable
from companion.parsing import pool, worker
from companion.parsing.pool import ParsingPool, Worker

pytestmark = pytest.mark.trust

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="system calls are given up on Linux alone")

TRIES = """
import ctypes, json, os, socket, subprocess, sys
import lxml.etree as etree
sys.path[:] = json.loads(sys.argv[1])
from companion.parsing.confinement import confine
libc = ctypes.CDLL(None, use_errno=True)
xml = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
expand = etree.XMLParser(resolve_entities=True, load_dtd=True, no_network=False)
tries = {
    "open": lambda: open("/etc/hostname").read(),
    "write": lambda: open("/tmp/eyeline-escape", "w"),
    "socket": lambda: socket.create_connection(("127.0.0.1", 9)),
    "process": lambda: subprocess.run(["true"]),
    "fork": os.fork,
    "list": lambda: os.listdir("/"),
    "environment": lambda: os.environ["HOME"],
    "c open": lambda: libc.open(b"/etc/hostname", 0) >= 0 or 1 / 0,
    "c create": lambda: libc.open(b"/tmp/eyeline-escape", 0o101, 0o600) >= 0 or 1 / 0,
    "c socket": lambda: libc.socket(2, 1, 0) >= 0 or 1 / 0,
    "c execve": lambda: libc.execve(b"/bin/true", None, None) == 0 or 1 / 0,
    "c trace": lambda: libc.ptrace(0, 0, 0, 0) == 0 or 1 / 0,
    "entity": lambda: etree.fromstring(xml, expand).text.strip() or 1 / 0,
    "memory": lambda: bytes(2 * 2**30),
}
held = confine()
done = []
for name, attempt in tries.items():
    try:
        attempt()
        done.append(name)
    except BaseException:
        pass
print(json.dumps({"held": held, "done": done}))
"""


@pytest.fixture
def reading() -> Iterator[ParsingPool]:
    made = ParsingPool()
    yield made
    made.close()


@LINUX
def test_a_parser_opens_nothing_calls_nobody_and_starts_nothing() -> None:
    command = [sys.executable, "-I", "-c", TRIES, json.dumps(sys.path)]
    said = subprocess.run(command, env={}, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout) == {"held": ["limits", "calls", "audit"], "done": []}


@LINUX
def test_a_worker_is_held_and_has_no_environment(reading: ParsingPool) -> None:
    started = Worker()
    try:
        assert started.held == ["limits", "calls", "audit"]
        with open(f"/proc/{started.pid}/environ", "rb") as file:  # noqa: PTH123
            assert file.read() == b""
        opened = {os.readlink(f"/proc/{started.pid}/fd/{n}") for n in os.listdir(f"/proc/{started.pid}/fd")}  # noqa: PTH115, PTH208
        assert all(name == "/dev/null" or name.startswith("pipe:") for name in opened)
    finally:
        started.end()


def test_what_a_worker_reads_is_what_the_importer_reads(reading: ParsingPool) -> None:
    contents = reading.contents_of("sub/001_2024-05-02_plan.txt", "Goal 1: rést".encode())
    (note,) = contents.notes
    assert (note.name, note.text, note.kind, str(note.filed_on)) == (
        "sub/001_2024-05-02_plan.txt",
        "Goal 1: rést",
        "plan",
        "2024-05-02",
    )
    assert reading.text_of("a.txt", b"\xef\xbb\xbfwords") == "\ufeffwords"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_file_that_kills_its_worker_is_refused_alone(reading: ParsingPool) -> None:
    started = Worker()
    os.kill(started.pid, signal.SIGSTOP)
    threading.Timer(0.2, os.kill, (started.pid, signal.SIGKILL)).start()
    with pytest.raises(Unreadable, match="damaged, or made to do harm"):
        started.ask("text", [("a.txt", b"x" * 2**20)])
    assert started.ended
    reading._idle.append(started)
    assert reading.text_of("b.txt", b"fine") == "fine", "the next file gets a new worker"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_file_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PATIENCE", 0.3)
    started = Worker()
    os.kill(started.pid, signal.SIGSTOP)
    with pytest.raises(Unreadable, match="was stopped"):
        started.ask("text", [("a.txt", b"x")])
    assert started.ended


def test_what_a_worker_says_is_checked(reading: ParsingPool, monkeypatch: pytest.MonkeyPatch) -> None:
    lies = [{"contents": {"notes": [{"name": "a", "text": "b", "kind": "spell"}]}}, {"contents": None}, {}]
    for lie in lies:
        monkeypatch.setattr(Worker, "ask", lambda *_, said=lie: said)
        with pytest.raises(Unreadable, match="made to do harm"):
            reading.contents_of("a.txt", b"x")


def test_two_workers_serve_many_threads_and_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "FILES_EACH", 5)
    reading = ParsingPool()
    said: list[str] = []
    asking = [threading.Thread(target=lambda n=n: said.append(reading.text_of("a.txt", b"%d" % n))) for n in range(24)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert sorted(map(int, said)) == list(range(24))
    assert len(reading._idle) <= pool.WORKERS
    reading.close()


def test_a_crash_of_a_parser_tells_nothing_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[BaseException] = []

    def crash(_files: object) -> object:
        raise raised[-1]

    monkeypatch.setitem(worker._WANTED, "text", crash)
    for error, says in ((RuntimeError, "(RuntimeError)"), (MemoryError, "more than 1 GiB"), (RecursionError, "Error)")):
        raised.append(error("secret words"))
        refused = json.loads(worker._answer("text", [("a.txt", b"secret")]))["refused"]
        assert says in refused
        assert "secret" not in refused
    monkeypatch.setitem(worker._WANTED, "text", lambda _: "x" * worker.ANSWER_AT_MOST)
    assert "in parts" in json.loads(worker._answer("text", []))["refused"]
