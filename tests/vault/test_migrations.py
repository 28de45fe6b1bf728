"""Files of every released version open; newer ones are refused untouched; a step that fails or is killed never was.

`version-1/` holds a caseload and a client file as version 1 wrote them, under the keys 00..1f and 20..3f; `version-2/`
the same and what the caseload's second step added, `version-3/` and `version-4/` also what the client file's second and
third step added, `version-6/` a key to come. When a step is appended to `migrations.py`, add a folder; never rewrite
one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from companion import errors
from companion.chart_memory import ChartKeys, ChartLink
from companion.record import KeptDecision
from companion.vault import migrations
from companion.vault.audit import Audit
from companion.vault.caseload import Caseload
from companion.vault.charts import Charts
from companion.vault.cipher import EncryptedFile
from companion.vault.client_file import ClientFile, open_encrypted

CASELOAD_KEY, CLIENT_KEY = bytes(range(32)), bytes(range(32, 64))
CLIENT_ID = "0123456789abcdef0123456789abcdef"


VERSIONS = sorted(Path(__file__).parent.glob("version-*"))


@pytest.fixture(params=VERSIONS, ids=lambda folder: folder.name)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    shutil.copytree(request.param, folder)
    return folder


def test_each_step_has_a_folder() -> None:
    assert len(VERSIONS) == len(migrations.CASELOAD) + len(migrations.CLIENT_FILE) - 1


def test_an_old_caseload_opens_with_all_it_held(old: Path) -> None:
    caseload = Caseload(old, CASELOAD_KEY)
    (client,) = caseload.clients()
    assert (client.id, client.name, client.birth_date) == (CLIENT_ID, "Ada Invented", date(1980, 5, 17))
    assert client.invented
    assert caseload.key(CLIENT_ID) == CLIENT_KEY
    link = ("https://ehr.example", ChartLink("77", CLIENT_ID, ""))
    assert link in Charts(caseload.file).links()
    assert [(pairing.id, pairing.key) for pairing in caseload.pairings()] == [("p1", b"k" * 32)]
    assert caseload.setting("theme") == "dark"
    assert [(row.action, row.note_ids) for row in Audit(caseload.file).rows()] == [("open", ("note-0",))]
    assert caseload.file.rows("PRAGMA user_version") == [(len(migrations.CASELOAD),)]
    assert caseload.file.problems() == []
    caseload.close()


def test_charts_of_version_2_open_with_all_that_was_said(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent / "version-2", tmp_path / "old")
    caseload = Caseload(tmp_path / "old", CASELOAD_KEY)
    charts, site = Charts(caseload.file), "https://ehr.example"
    keys = ChartKeys(site, "id:9", None, "person:ada invented:1980-05-17")
    memory = charts.memory(keys)
    assert {link.key for link in memory.links} == {"id:9", keys.person}
    assert {(link.client_id, link.name) for link in memory.links} == {(CLIENT_ID, "ada renamed")}
    assert not memory.namesakes
    turned_away = charts.memory(ChartKeys(site, "id:10", None, "person:other one:1980-05-17"))
    assert (turned_away.rejected, turned_away.namesakes) == (frozenset({CLIENT_ID}), True)
    caseload.close()


def test_an_old_client_file_opens_with_all_it_held(old: Path) -> None:
    file = ClientFile(CLIENT_ID, lambda _: open_encrypted(old / f"{CLIENT_ID}.db", CLIENT_ID, CLIENT_KEY))
    (note,) = file.notes()
    assert (note.session_date, note.filed_on, note.note_class) == (date(2024, 1, 1), date(2024, 1, 2), "record")
    assert [note.text[p.start : p.end] for p in file.passages()] == ["She slept badly.", "She went to work."]
    assert [p.carried_forward for p in file.passages()] == [False, True]
    assert file.vectors("m")[1].tolist() == [[1.0] * 4, [2.0] * 4]
    assert (file.overview(), file.decisions()) == ('{"notes_read": 1}', {"theme:sleep": '"pin"'})
    assert file.problems() == []
    file.close()


def test_a_client_file_of_version_3_opens_with_what_its_sentences_mean(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent / "version-3", tmp_path / "old")
    file = ClientFile(CLIENT_ID, lambda _: open_encrypted(tmp_path / "old" / f"{CLIENT_ID}.db", CLIENT_ID, CLIENT_KEY))
    (held,) = file.sentences("m").values()
    assert held.places == ((0, 16), (17, 34))
    assert held.vectors.tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert file.sentences("another") == {}
    file.close()


def test_a_client_file_of_version_4_opens_with_what_held_before_a_decision(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent / "version-4", tmp_path / "old")
    file = ClientFile(CLIENT_ID, lambda _: open_encrypted(tmp_path / "old" / f"{CLIENT_ID}.db", CLIENT_ID, CLIENT_KEY))
    at = datetime(2025, 3, 9, 10, tzinfo=UTC)
    assert file.kept_decisions() == [KeptDecision("theme:sleep", '"pin"', '"hide"', at)]
    file.close()


def test_a_caseload_of_version_6_opens_with_a_key_that_was_being_renewed(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent / "version-6", tmp_path / "old")
    caseload = Caseload(tmp_path / "old", CASELOAD_KEY)
    assert (caseload.key(CLIENT_ID), caseload.next_key(CLIENT_ID)) == (CLIENT_KEY, bytes(range(64, 96)))
    caseload.close()


def test_a_file_from_a_newer_eyeline_is_refused_untouched(old: Path) -> None:
    for name, key, steps in (
        ("caseload.db", CASELOAD_KEY, migrations.CASELOAD),
        (f"{CLIENT_ID}.db", CLIENT_KEY, migrations.CLIENT_FILE),
    ):
        path = old / name
        EncryptedFile(path, key, [*steps, lambda connection: connection.execute("CREATE TABLE later (x)")]).close()
        newer = path.read_bytes()
        with pytest.raises(errors.Damaged, match="newer Eyeline"):
            EncryptedFile(path, key, steps)
        assert path.read_bytes() == newer
        assert sorted(file.name for file in old.glob(f"{name}*")) == [name]


def _failing(connection: Any) -> None:
    connection.execute("CREATE TABLE half (x)")
    connection.execute("DROP TABLE notes")
    raise RuntimeError("in the middle of a step")


def test_a_step_that_fails_never_was(old: Path) -> None:
    path = old / f"{CLIENT_ID}.db"
    done: Callable[[Any], None] = lambda connection: connection.execute("CREATE TABLE whole (x)")  # noqa: E731
    with pytest.raises(RuntimeError):
        EncryptedFile(path, CLIENT_KEY, [*migrations.CLIENT_FILE, done, _failing])
    file = EncryptedFile(path, CLIENT_KEY, [*migrations.CLIENT_FILE, done])
    tables = {row[0] for row in file.rows("SELECT name FROM sqlite_master")}
    assert file.rows("PRAGMA user_version") == [(len(migrations.CLIENT_FILE) + 1,)]
    assert {"whole", "notes"} <= tables
    assert "half" not in tables
    file.close()


def test_the_pragmas_that_promises_rest_on_are_set(old: Path) -> None:
    file = EncryptedFile(old / "caseload.db", CASELOAD_KEY, migrations.CASELOAD)
    found = {
        name: file.rows(f"PRAGMA {name}")[0][0]
        for name in (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "temp_store",
            "secure_delete",
            "trusted_schema",
            "cipher_memory_security",
            "cipher_page_size",
            "cipher_hmac_algorithm",
            "cipher_plaintext_header_size",
        )
    }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "temp_store": 2,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cipher_memory_security": "1",
        "cipher_page_size": "4096",
        "cipher_hmac_algorithm": "HMAC_SHA512",
        "cipher_plaintext_header_size": "0",
    }
    file.close()


def test_plain_sqlite_is_refused(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if `sqlcipher3` had been built against plain SQLite, where `PRAGMA key` does nothing, without a word."""
    import sqlite3

    monkeypatch.setattr("companion.vault.cipher.dbapi2", sqlite3)
    with pytest.raises(errors.EyelineError, match="SQLCipher"):
        EncryptedFile(old / "new.db", CLIENT_KEY, migrations.CLIENT_FILE, create=True)
    assert (old / "new.db").read_bytes() == b""
