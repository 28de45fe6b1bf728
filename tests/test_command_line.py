"""The command line as its user runs it: exit codes and sentences."""

from __future__ import annotations

import json
import socket
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from companion.demo.sample import samples
from companion.service.launch import KEY, Launch, write_launch
from companion.vault import Vault
from tests.commands import eyeline
from tests.companion_process import PASSPHRASE, CompanionProcess
from tests.importers.fhir_fixtures import bundle, patient
from tests.importers.fhir_fixtures import goal as fhir_goal
from tests.importers.test_split import DAYS, export
from tests.importers.writers import zip_file


@pytest.fixture(scope="module")
def notes() -> Path:
    return samples()[0].notes


def mentions(found: object) -> list[dict[str, Any]]:
    """Everything in the JSON that has a place in a note."""
    if isinstance(found, dict):
        mine = [found] if {"note", "start", "end", "quote"} <= set(found) else []
        return mine + [m for value in found.values() for m in mentions(value)]
    return [m for value in found for m in mentions(value)] if isinstance(found, list) else []


def test_inspect_finds_what_stands_in_the_notes(notes: Path) -> None:
    done = eyeline("inspect", notes, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert list(found) == ["as_of", "themes", "goals", "risk", "scores", "follow_ups", "people"]
    texts = {p.name: p.read_text(encoding="utf-8") for p in notes.iterdir()}
    placed = mentions(found)
    assert len(placed) > 50
    for m in placed:
        assert texts[m["note"]][m["start"] : m["end"]] == m["quote"]


def test_as_of_shows_nothing_from_later(notes: Path) -> None:
    found = json.loads(eyeline("inspect", notes, "--as-of", "2024-12-01", "--json").stdout)
    assert found["as_of"] == "2024-12-01"
    shown = [m["note"] for m in mentions(found)] + [n for p in found["people"] for n in p["notes"]]
    assert shown
    assert max(name.split("_")[1] for name in shown) <= "2024-12-01"
    assert all(score["date"] <= "2024-12-01" for score in found["scores"])


@pytest.mark.model
def test_ask_answers_a_list_of_questions(notes: Path, tmp_path: Path) -> None:
    asked = [{"id": "a", "q": "trouble sleeping"}, {"id": "b", "q": "quantum chromodynamics lattice"}]
    (tmp_path / "q.json").write_text(json.dumps(asked))
    done = eyeline("ask", notes, "--queries", tmp_path / "q.json", "--top", "4", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    answers = json.loads(done.stdout)["answers"]
    assert [a["id"] for a in answers] == ["a", "b"]
    assert [len(a["hits"]) for a in answers] == [4, 4]
    assert [a["nothing_close"] for a in answers] == [False, True]
    for m in mentions(answers):
        text = (notes / m["note"]).read_text(encoding="utf-8")
        assert text[m["start"] : m["end"]] == m["quote"]
    said = eyeline("ask", notes, "trouble sleeping", "--top", "2").stdout
    assert len([line for line in said.splitlines() if line.startswith("202")]) == 2


def test_text_is_what_offsets_refer_to(notes: Path) -> None:
    file = sorted(notes.iterdir())[0]
    assert eyeline("text", file).stdout == file.read_text(encoding="utf-8")


def test_text_tells_the_notes_of_one_file_apart(tmp_path: Path) -> None:
    """Each under its name and length; one alone by name, so that the offsets that inspect gives count in it."""
    chart = export("Date of Service: {day}", *DAYS)
    (tmp_path / "z.zip").write_bytes(zip_file({"a.txt": b"Seen 3/4/2025. Denies SI.", "b/chart.txt": chart.encode()}))
    (tmp_path / "goals.json").write_bytes(bundle(patient("p1"), fhir_goal("g1", "p1", "Walk daily")))
    said = eyeline("text", tmp_path / "z.zip").stdout
    assert said.startswith("==> z.zip/a.txt, 25 characters <==\nSeen 3/4/2025. Denies SI.\n==> z.zip/b/chart.txt[0:")
    assert "==> Goal/g1 (goals.json), " in eyeline("text", tmp_path / "goals.json").stdout
    placed = mentions(json.loads(eyeline("inspect", tmp_path, "--json").stdout))
    assert any(m["note"] == "z.zip/a.txt" for m in placed)
    denied = next(m for m in placed if m["note"] == "z.zip/a.txt")
    text = eyeline("text", tmp_path, "--note", denied["note"]).stdout
    assert text[denied["start"] : denied["end"]] == denied["quote"]
    wrong = eyeline("text", tmp_path, "--note", "nowhere")
    assert (wrong.returncode, "No note of that name" in wrong.stderr) == (1, True)


def test_any_other_folder_works_too(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "session.txt").write_text("Seen 3 Dec 2024. Denies SI.")
    (tmp_path / "bad.txt").write_bytes(b"\xff\x00")
    done = eyeline("inspect", tmp_path, "--json")
    assert done.returncode == 0
    assert "bad.txt: It is not a text file" in done.stderr
    (risk,) = [r for r in json.loads(done.stdout)["risk"] if r["type"] == "suicidal_ideation"]
    assert (risk["mention"]["note"], risk["date"], risk["assertion"]) == ("sub/session.txt", "2024-12-03", "denied")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["inspect", "{empty}"], 2, "No note could be read"),
        (["ask", "{empty}", "x"], 2, "No note could be read"),
        (["inspect", "{empty}/nowhere"], 1, "There is no file or folder"),
        (["text", "{empty}/nowhere.txt"], 1, "cannot be opened"),
        (["pair", "--data", "{empty}"], 1, "Eyeline is not running"),
        (
            ["import", "{empty}/nowhere", "--client", "X", "--class", "record", "--data", "{empty}/d"],
            1,
            "There is no file",
        ),
        (["import", "{empty}", "--client", "X", "--class", "record", "--data", "{empty}/d"], 1, "shorter than 12"),
    ],
)
def test_what_goes_wrong_gets_a_sentence(words: list[str], code: int, says: str, tmp_path: Path) -> None:
    done = eyeline(*[word.format(empty=tmp_path) for word in words], say="short\n")
    assert (done.returncode, says in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.model
def test_import_without_a_running_companion(tmp_path: Path, notes: Path) -> None:
    words: list[str | Path] = ["import", notes, "--client", "C. Example", "--class", "record"]
    words += ["--data", tmp_path / "data"]
    first = eyeline(*words, say=f"{PASSPHRASE}\n")
    assert first.returncode == 0, first.stderr
    assert "Recovery key" in first.stdout
    assert first.stdout.count(": imported 1 note") == len(list(notes.iterdir()))
    again = eyeline(*words, say=f"{PASSPHRASE}\n")
    assert again.stdout.splitlines()[-1] == f"{len(list(notes.iterdir()))} already here"
    wrong = eyeline(*words, say="another passphrase\n")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "does not open this vault" in wrong.stderr


@pytest.fixture(scope="module")
def two_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notes")
    (folder / "one.txt").write_text("Seen 3 Dec 2024. Denies SI.")
    (folder / "bad.pages").write_text("x")
    return folder


def kept(data: Path) -> list[tuple[str, str | None, int]]:
    with Vault.open(data) as vault:
        vault.unlock(PASSPHRASE)
        return [(c.name, c.record_number, len(vault.open_client(c.id).files())) for c in vault.clients()]


@pytest.mark.model
@pytest.mark.parametrize("running", [False, True])
def test_two_people_of_one_name_are_never_merged(two_files: Path, tmp_path: Path, running: bool) -> None:
    companion = CompanionProcess(tmp_path / "data")
    Vault.create(tmp_path / "data", PASSPHRASE)[0].close()
    if running:
        companion.start()

    def bring_in(file: str, *who: str) -> subprocess.CompletedProcess[str]:
        words: list[str | Path] = ["import", two_files / file, "--client", "Sam Lee", *who, "--class", "record"]
        return eyeline(*words, "--data", tmp_path / "data", say=f"{PASSPHRASE}\n")

    try:
        assert "bad.pages: refused" in bring_in("bad.pages", "--record-number", "1").stdout
        assert bring_in("one.txt", "--record-number", "10-4471").returncode == 0
        for who, says in (
            (("--record-number", "20-4471"), "another record number"),
            (("--record-number", "10-4471", "--birth-date", "1990-01-01"), "without a birth date"),
            ((), "a name alone is not enough"),
        ):
            done = bring_in("one.txt", *who)
            assert (done.returncode, says in done.stderr) == (1, True), done.stderr
        assert bring_in("one.txt", "--record-number", "10 4471").stdout.splitlines()[-1] == "1 already here"
    finally:
        if running:
            companion.stop()
    assert kept(tmp_path / "data") == [("Sam Lee", "10-4471", 1)]


@pytest.mark.parametrize(
    ("setting", "words", "says"),
    [
        ("EYELINE_PORT=abc", ["serve", "--data", "{folder}"], "must be a number"),
        ("EYELINE_MODEL=/nowhere", ["ask", "{folder}", "x"], "/nowhere is not"),
    ],
)
def test_a_bad_setting_gets_a_sentence(
    setting: str, words: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.txt").write_text("Seen 3 Dec 2024. Slept well.")
    monkeypatch.setenv(*setting.split("="))
    done = eyeline(*[word.format(folder=tmp_path) for word in words])
    assert (done.returncode, says in done.stderr, "Traceback" in done.stderr) == (1, True, False), done.stderr


def test_another_program_on_the_port_gets_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        write_launch(tmp_path, Launch(other.getsockname()[1], b"k" * KEY))

        def answer() -> None:
            caller = other.accept()[0]
            caller.recv(65536)
            caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
            caller.close()

        answering = threading.Thread(target=answer)
        answering.start()
        done = eyeline("pair", "--data", tmp_path)
        answering.join()
    assert (done.returncode, done.stderr.startswith("Another program answers")) == (1, True), done.stderr
