"""The whole path under strace, with `CI` unset: no connection and no name looked up but loopback, no file written
outside the data folder, and no word or vector of a note readable in anything that was written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.commands.running import Companion
from companion.service import requests
from companion.service.launch_replies import ClientsReply
from companion.vault import Vault
from tests.companion_process import PASSPHRASE, CompanionProcess
from tests.panel import Panel

pytestmark = pytest.mark.trust

MARKER = "the zebra marmalade umbrella"
NOTE = f"SOAP 5/6/24\nS: Said she dreamt of {MARKER} again, and slept badly.\nP: HW: write the dream down. RTC 1 wk.\n"
TRACED = (
    "connect,sendto,sendmsg,sendmmsg,openat,open,creat,rename,renameat,renameat2,mkdir,mkdirat,link,linkat,symlink,"
    "symlinkat"
)


@pytest.fixture(scope="module")
def strace() -> str:
    found = shutil.which("strace")
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("strace is not installed")
    return str(found)


class Traced:
    """Commands run under strace, with a home of their own and none of this test's environment that would calm them."""

    def __init__(self, strace: str, folder: Path) -> None:
        self.folder = folder
        self.data, self.home, self.notes = folder / "data", folder / "home", folder / "notes"
        for made in (self.home, self.notes):
            made.mkdir()
        (self.notes / "001_2024-05-06_progress.txt").write_text(NOTE, encoding="utf-8")
        self._strace = strace
        self._count = 0
        keep = {"PATH", "LANG", "LC_ALL", "VIRTUAL_ENV"}
        self.environment = {k: v for k, v in os.environ.items() if k in keep}
        # compiled Python files of a source checkout are not ours to judge; everything else that is written is
        self.environment |= {"HOME": str(self.home), "TMPDIR": str(self.home), "PYTHONDONTWRITEBYTECODE": "1"}

    def command(self, *words: str) -> list[str]:
        self._count += 1
        log = self.folder / f"trace-{self._count}"
        traced = [self._strace, "-f", "--seccomp-bpf", "-qq", "-s", "200", "-e", f"trace={TRACED}", "-o", str(log)]
        return [*traced, sys.executable, "-m", "companion", *words]

    def run(self, *words: str, say: str = "") -> str:
        done = self.done(*words, say=say)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def done(self, *words: str, say: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            input=say,
            env=self.environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> Iterator[str]:
        for log in sorted(self.folder.glob("trace-*")):
            yield from log.read_text(encoding="utf-8", errors="replace").splitlines()


@pytest.fixture(scope="module")
def whole_path(strace: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traced]:
    """First run, import, reading, pairing, chart, search, echoes, lock, and the commands that keep nothing."""
    traced = Traced(strace, tmp_path_factory.mktemp("path"))
    data = str(traced.data)
    process = CompanionProcess(traced.data)
    process.start(traced.command("serve", "--data", data, "--port", "0"), env=traced.environment, cwd=traced.home)
    try:
        traced.run("import", str(traced.notes), "--data", data, "--client", "Kim Muster", "--record-number", "K-1",
                   "--birth-date", "1980-01-02", "--class", "record")  # fmt: skip
        process.wait_until_read()
        code = traced.run("pair", "--data", data).splitlines()[0]
        _use_panel(process, code)
        traced.run("ask", str(traced.notes), "a strange dream")
        traced.run("inspect", str(traced.notes), "--json")
        traced.run("text", str(traced.notes / "001_2024-05-06_progress.txt"))
        process.lock()
    finally:
        process.stop()
    traced.run("import", str(traced.notes), "--data", data, "--client", "Kim Muster", "--record-number", "K-1",
               "--birth-date", "1980-01-02", "--class", "record", say=f"{PASSPHRASE}\n")  # fmt: skip
    traced.run("demo", "--once")
    yield traced


def _use_panel(process: CompanionProcess, code: str) -> None:
    panel = Panel(process.port)
    try:
        panel.pair(code)
        panel.begin()
        (client,) = process.ask.ask("/v1/clients", requests.ClientsRequest(), ClientsReply).clients
        page = {"site": "http://ehr.example", "record_number": "K-1", "name": "Kim Muster"}
        shown = panel.ask("/v1/chart/confirm", **page, client_id=client.id)["result"]
        for path in ("/v1/search", "/v1/echoes"):
            found = panel.ask(path, scope=shown["scope"], words="what did she dream of")["result"]
            assert any(MARKER in hit["source"]["quote"] for hit in found["hits"])
    finally:
        panel.http.close()


@pytest.mark.slow
@pytest.mark.model
def test_no_connection_and_no_name_lookup_but_loopback(whole_path: Traced) -> None:
    calls = list(whole_path.calls())
    inet = [call for call in calls if "AF_INET" in call]
    assert any("127.0.0.1" in call for call in inet), "the trace saw no connection at all: it proves nothing"
    foreign = [call for call in inet if 'inet_addr("127.' not in call and 'inet_pton(AF_INET6, "::1"' not in call]
    assert foreign == []
    assert [call for call in inet if "htons(53)" in call] == []
    resolvers = [call for call in calls if re.search(r"connect\(.*(resolve|nscd|mdns|avahi)", call) and "= 0" in call]
    assert resolvers == []


@pytest.mark.slow
@pytest.mark.model
def test_no_file_is_written_outside_the_data_folder(whole_path: Traced) -> None:
    written = set()
    for call in whole_path.calls():
        made = re.search(r"(openat|open|creat|rename\w*|mkdir\w*|link\w*|symlink\w*)\((.*)\) = \d+", call)
        if made and (not made.group(1).startswith("open") or re.search(r"\bO_(WRONLY|RDWR|CREAT)\b", made.group(2))):
            written |= {path for path in re.findall(r'"([^"]+)"', made.group(2)) if path.startswith("/")}
    assert any(path.startswith(str(whole_path.data)) for path in written), "the trace saw no write at all"
    allowed = (str(whole_path.data), "/dev/", "/proc/self/", "/sys/")
    # Python's tempfile tries whether a folder can be written to: a random name, the word "blat", deleted at once
    # and the demo's data folder is a throw-away one in the temp folder
    probe = re.compile(re.escape(str(whole_path.home)) + r"/([a-z0-9_]{8}$|eyeline-demo-)")
    assert sorted(path for path in written if not path.startswith(allowed) and not probe.match(path)) == []
    assert [p for p in whole_path.home.rglob("*") if p.is_file()] == []


@pytest.mark.slow
@pytest.mark.model
def test_no_word_and_no_vector_is_readable_in_what_was_written(whole_path: Traced) -> None:
    with Vault.open(whole_path.data) as vault:
        vault.unlock(PASSPHRASE)
        (client,) = vault.clients()
        file = vault.open_client(client.id)
        from index.model import NAME

        _, rows = file.vectors(NAME)
        assert rows.shape[0] == len(file.passages()) > 0
        needles = [row.tobytes()[:64] for row in rows]
    for word in (MARKER, "marmalade", "Kim Muster", "write the dream down"):
        needles += [word.encode("utf-8"), word.encode("utf-16-le"), word.encode("utf-16-be")]
    files = [p for p in whole_path.data.rglob("*") if p.is_file()]
    assert any(p.suffix == ".db" for p in files)
    for path in files:
        content = path.read_bytes()
        assert not [needle for needle in needles if needle in content], path.name


def test_the_running_companion_answers_nobody_without_its_key(tmp_path: Path) -> None:
    """launch.json of one run is worth nothing in the next."""
    process = CompanionProcess(tmp_path / "data")
    process.start()
    kept = (tmp_path / "data" / "launch.json").read_bytes()
    process.stop()
    assert not (tmp_path / "data" / "launch.json").exists()
    process.start()
    fresh = (tmp_path / "data" / "launch.json").read_bytes()
    (tmp_path / "data" / "launch.json").write_bytes(kept)
    from companion.errors import EyelineError

    with pytest.raises(EyelineError):
        Companion(tmp_path / "data").ask("/v1/clients", requests.ClientsRequest(), ClientsReply)
    (tmp_path / "data" / "launch.json").write_bytes(fresh)
    process.stop()
