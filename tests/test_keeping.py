"""Backup, restore, audit, export and delete as their user runs them: with no companion running, and beside one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from tests.commands import eyeline
from tests.companion_process import PASSPHRASE, CompanionProcess
from tests.importing import import_file

Say = tuple[int, str, str]
"""Exit code, standard output, standard error."""


class Eyeline:
    """Commands on one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def __call__(self, *words: str | Path, say: str = "") -> Say:
        command, *rest = words
        done = eyeline(command, "--data", self.data, *rest, say=say)
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Kim has three notes, each of a class of its own; two clients are called Ann Ray."""
    folder = tmp_path / "data"
    vault, _ = Vault.create(folder, PASSPHRASE)
    with vault:
        workspace = Workspace(vault, Embedder())
        kim = vault.add_client(name="Kim <b>Muster</b>", record_number="K-1001")
        import_file(workspace, kim.id, "001_2025-01-02_progress.txt", b"She slept <script>badly</script>.", "record")
        import_file(workspace, kim.id, "002_2025-01-09_progress.txt", b"A dream of the zebra.", "psychotherapy")
        import_file(workspace, kim.id, "003_2025-01-16_progress.txt", b"Two beers on Friday.", "sud_counseling")
        for birth_year in (1970, 1980):
            ann = vault.add_client(name="Ann Ray", birth_date=date(birth_year, 5, 6))
            import_file(workspace, ann.id, "001_2025-02-03_progress.txt", b"She walked.", "record")
    return folder


@pytest.fixture
def on_data(data: Path) -> Eyeline:
    return Eyeline(data)


@pytest.fixture(params=["here", "beside a companion"])
def anywhere(request: pytest.FixtureRequest, on_data: Eyeline) -> Iterator[tuple[Eyeline, str]]:
    """The command line, and what it has to be told before anything else: a running companion is open already."""
    if request.param == "here":
        yield on_data, f"{PASSPHRASE}\n"
        return
    companion = CompanionProcess(on_data.data)
    companion.start()
    yield on_data, ""
    companion.stop()


def test_every_key_anew(data: Path) -> None:
    wrong = eyeline("keys", "renew", "--data", data, say=f"{PASSPHRASE}\nnot the passphrase\n")
    assert (wrong.returncode, "does not open" in wrong.stderr) == (1, True)
    done = eyeline("keys", "renew", "--data", data, say=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    assert done.returncode == 0, done.stderr
    (words,) = re.findall(r"(?:[0-9A-Z]{5}-){7}[0-9A-Z]{5}", done.stdout)
    with Vault.open(data) as vault:
        vault.unlock_with_recovery_key(words)
        assert (len(vault.clients()), vault.client_renewal.waiting) == (3, 0)
    pin = eyeline("keys", "pin", "--data", data, say=f"{PASSPHRASE}\n2580\n")
    assert (pin.returncode, "not running" in pin.stderr) == (1, True)


def test_another_passphrase_by_either_way_in(data: Path) -> None:
    short = eyeline("keys", "passphrase", "--data", data, say=f"{PASSPHRASE}\nshort\n")
    assert (short.returncode, "shorter than 12" in short.stderr) == (1, True)
    done = eyeline("keys", "passphrase", "--data", data, say=f"{PASSPHRASE}\nfour other words here\n")
    assert done.returncode == 0, done.stderr
    with Vault.open(data) as vault:
        words = vault.ways_in.renew_recovery_key("four other words here")
    forgot = eyeline("keys", "passphrase", "--recovery-key", "--data", data, say=f"{words}\n{PASSPHRASE}\n")
    assert forgot.returncode == 0, forgot.stderr
    with Vault.open(data) as vault:
        vault.unlock(PASSPHRASE)
        assert len(vault.clients()) == 3


def test_the_whole_round(anywhere: tuple[Eyeline, str], tmp_path: Path) -> None:
    on_data, opened = anywhere
    (disk := tmp_path / "disk").mkdir()
    code, out, _ = on_data("backup", disk, say=opened)
    assert code == 0
    assert "3 clients, 5 notes; read back and the same." in out

    code, out, err = on_data("delete", "--client", "kim <b>muster</b>", say=f"{opened}Kim\n")
    assert (code, out) == (1, "")
    assert err.endswith("That is not the name. Nothing was deleted.\n")
    kim = "Kim <b>Muster</b>"
    note = "003_2025-01-16_progress.txt"
    assert on_data("delete", "--client", kim, "--note", "none.txt", say=f"{opened}{kim}\n")[0] == 1
    assert on_data("delete", "--client", kim, "--note", note, say=f"{opened}{kim}\n")[0] == 0
    assert "Several are called that" in on_data("delete", "--client", "Ann Ray", say=opened)[2]
    assert on_data("delete", "--client", "Ann Ray", "--birth-date", "1980-05-06", say=f"{opened}Ann Ray\n")[0] == 0

    code, out, _ = on_data("audit", say=opened)
    assert code == 0
    assert out.endswith("The list is whole (held against 1 backup).\n")
    assert [line.split("  ")[1] for line in out.splitlines()[:3]] == ["delete_client", "delete_note", "backup"]
    assert "deleted client" in out.splitlines()[0]
    code, out, _ = on_data("audit", "--client", kim, say=opened)
    assert {line.split("  ")[2] for line in out.splitlines()[:-1]} == {kim}

    (path,) = disk.glob("*.eyeline")
    again = Eyeline(tmp_path / "again")
    code, out, _ = again("restore", path, say=f"{PASSPHRASE}\n")
    assert code == 0
    assert "2 clients, 3 notes" in out
    assert "2 clients or notes were deleted after that backup, and stay deleted." in out
    code, _, err = again("restore", path, say=f"{PASSPHRASE}\n")
    assert (code, "empty folder" in err) == (1, True)
    with Vault.open(again.data) as vault:
        vault.unlock(PASSPHRASE)
        assert sorted(client.name for client in vault.clients()) == ["Ann Ray", kim]


class Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_record_goes_out_alone_and_its_words_are_only_words(on_data: Eyeline, tmp_path: Path) -> None:
    opened = f"{PASSPHRASE}\n"
    (to := tmp_path / "out").mkdir()
    code, out, _ = on_data("export", "--client", "Kim <b>Muster</b>", "--to", to, say=opened)
    assert code == 0
    files = [Path(line) for line in out.splitlines()]
    assert [file.parent for file in files] == [to, to]
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)
    everything = "".join(file.read_text(encoding="utf-8") for file in files)
    assert "zebra" not in everything
    assert "beers" not in everything
    said = json.loads(files[0].read_text(encoding="utf-8"))
    assert [note["text"] for note in said["notes"]] == ["She slept <script>badly</script>."]
    page = Text()
    page.feed(files[1].read_text(encoding="utf-8"))
    assert "She slept <script>badly</script>." in page.words
    assert not page.tags & {"script", "b", "img", "a"}
    assert "there already" in on_data("export", "--client", "Kim <b>Muster</b>", "--to", to, say=opened)[2]
    code, out, _ = on_data(
        *("export", "--client", "Kim <b>Muster</b>", "--to", to, "--class", "sud_counseling"), say=opened
    )
    assert "42 CFR part 2 prohibits" in Path(out.splitlines()[1]).read_text(encoding="utf-8")
    rows = on_data("audit", "--client", "Kim <b>Muster</b>", say=opened)[1]
    assert rows.count("  export  ") == 3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("backup", "nowhere"), "There is no folder"),
        (("export", "--client", "Nobody", "--to", "."), "No client is called that"),
        (("export", "--client", "Kim <b>Muster</b>", "--to", "nowhere"), "There is no folder"),
        (("export", "--client", "Ann Ray", "--birth-date", "1970-05-06", "--to", ".", "--class", "psychotherapy"),
         "No notes of that class"),
        (("restore", "nothing.eyeline"), "something in"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(
    on_data: Eyeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = on_data(*words, say=f"{PASSPHRASE}\n")
    assert (code, out) == (1, "")
    assert sentence in err


def test_where_there_is_no_vault_none_is_made(tmp_path: Path, on_data: Eyeline) -> None:
    on_data.data = tmp_path / "none"
    code, _, err = on_data("backup", tmp_path, say=f"{PASSPHRASE}\n")
    assert (code, "There is no vault" in err) == (1, True)
    assert not on_data.data.exists()
