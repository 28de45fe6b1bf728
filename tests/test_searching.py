"""Search over the whole caseload: everybody's words, a row in the audit for each, and nothing left after a lock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event, Timer

import pytest

from companion.decisions import Decided, Decision
from companion.errors import Locked, NotReady
from companion.recall import Among, CaseloadRecall
from companion.record import Client
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from tests.importing import import_file

pytestmark = pytest.mark.model

SAID = {
    "Kim": "The garden was dry and her aunt wrote a letter.",
    "Lou": "He drank four beers on Friday and slept in the car.",
    "Max": "The boss shouted; she said nothing and cried in the stairwell.",
}


@pytest.fixture
def workspace(tmp_path: Path, embedder: Embedder) -> Iterator[Workspace]:
    with Vault.temporary(tmp_path / "vault") as vault:
        yield Workspace(vault, embedder)


@pytest.fixture
def clients(workspace: Workspace) -> dict[str, Client]:
    """One note each, read."""
    made = {name: workspace.vault.add_client(name=name) for name in SAID}
    for name, client in made.items():
        add(workspace, client, "001_2024-01-05_progress.txt", SAID[name])
    return made


def add(workspace: Workspace, client: Client, name: str, text: str) -> None:
    import_file(workspace, client.id, name, text.encode(), "record")
    while workspace.read_some(client.id):
        pass


def test_everybodys_words_are_found_and_each_look_is_written_down(
    workspace: Workspace, clients: dict[str, Client]
) -> None:
    answer = workspace.search_caseload("too much alcohol", 2)
    assert answer.found[0].client_id == clients["Lou"].id
    assert answer.found[0].echo.mention.quote == SAID["Lou"]
    assert answer.left_out == ()
    rows = [row for row in workspace.vault.audit.rows() if row.action == "search_caseload"]
    assert {row.client_id for row in rows} == {one.client_id for one in answer.found}


def test_a_search_is_narrowed_to_the_notes_that_are_meant(workspace: Workspace, clients: dict[str, Client]) -> None:
    lou = clients["Lou"].id
    add(workspace, clients["Lou"], "002_2024-06-01_plan.txt", "Plan: drink no beer on weekdays.")

    def found(among: Among) -> set[str]:
        answer = workspace.search_caseload("beer", 10, among)
        return {one.echo.mention.quote for one in answer.found}

    assert found(Among(client_id=lou)) == {SAID["Lou"], "Plan: drink no beer on weekdays."}
    assert found(Among(client_id=lou, kinds=frozenset({"plan"}))) == {"Plan: drink no beer on weekdays."}
    assert found(Among(since=date(2024, 2, 1))) == {"Plan: drink no beer on weekdays."}
    assert found(Among(until=date(2024, 1, 5))) == set(SAID.values())
    assert found(Among(client_id="nobody")) == set()
    assert workspace.search_caseload("beer", 10, Among(since=date(2031, 1, 1))).nothing_close


def test_new_notes_and_clients_are_found_and_those_who_are_gone_are_not(
    workspace: Workspace, clients: dict[str, Client]
) -> None:
    workspace.search_caseload("cello")
    add(workspace, clients["Kim"], "002_2024-01-12_progress.txt", "She played the cello at the wedding.")
    new = workspace.vault.add_client(name="Noa")
    add(workspace, new, "001_2024-01-05_progress.txt", "Sold the cello to pay the rent.")
    assert {one.client_id for one in workspace.search_caseload("cello", 2).found} == {clients["Kim"].id, new.id}
    workspace.vault.delete_client(new.id)
    assert new.id not in {one.client_id for one in workspace.search_caseload("cello", 10).found}


def test_what_was_copied_forward_is_found_once(workspace: Workspace, clients: dict[str, Client]) -> None:
    for week in range(3):
        add(workspace, clients["Kim"], f"01{week}_2024-02-0{week + 1}_progress.txt", "Denies SI and HI, no plan.")
    workspace.refresh_overview(clients["Kim"].id)
    quotes = [one.echo.mention.quote for one in workspace.search_caseload("denies suicidal ideation", 10).found]
    assert quotes.count("Denies SI and HI, no plan.") == 1


def test_a_damaged_file_is_named_and_stops_nobody_elses_search(
    workspace: Workspace, clients: dict[str, Client], tmp_path: Path
) -> None:
    workspace.vault.open_client(clients["Lou"].id).park()
    damaged = tmp_path / "vault" / "clients" / f"{clients['Lou'].id}.db"
    damaged.write_bytes(b"x" * damaged.stat().st_size)
    answer = workspace.search_caseload("garden", 5)
    assert answer.left_out == (clients["Lou"].id,)
    assert answer.found[0].client_id == clients["Kim"].id


def test_a_lock_and_idle_time_drop_everything(workspace: Workspace, clients: dict[str, Client]) -> None:
    assert workspace.search_caseload("garden").found
    held = workspace._searching._caseload
    assert not held.missing(client.id for client in clients.values())
    workspace.lock()
    assert len(held.missing(client.id for client in clients.values())) == len(clients)
    with pytest.raises(Locked):
        workspace.search_caseload("garden")


def test_what_was_found_is_dropped_by_a_lock_and_not_kept_after_one(
    workspace: Workspace, clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock falls, in the second search, between what is read and what would be kept."""
    ids = [client.id for client in clients.values()]
    held, decided = workspace._searching._caseload, workspace._searching._decided
    workspace.search_caseload("garden", 5, Among(person="Lena"))
    assert held.missing_said(ids) == []
    held.clear()
    assert held.missing_said(ids) == ids

    def locked_meanwhile(client_id: str) -> Decided:
        found = decided(client_id)
        workspace.lock()
        return found

    monkeypatch.setattr(workspace._searching, "_decided", locked_meanwhile)
    with pytest.raises(Locked):
        workspace.search_caseload("garden", 5, Among(person="Lena"))
    assert held.missing_said(ids) == ids


def test_idle_time_is_counted_from_the_last_search(
    workspace: Workspace, clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock is the fault that is injected: time runs out when the test says so."""
    timers: list[Timer] = []
    started = Event()

    def held_back(self: Timer) -> None:
        timers.append(self)
        started.set()

    monkeypatch.setattr(Timer, "start", held_back)
    held = workspace._searching._caseload = CaseloadRecall(idle=60)
    workspace.search_caseload("garden")
    workspace.search_caseload("beer")
    assert started.is_set()
    first, last = timers
    assert (first.interval, first.finished.is_set(), last.finished.is_set()) == (60, True, False)
    last.function()
    assert len(held.missing(client.id for client in clients.values())) == len(clients)


def test_nobody_is_searched_before_the_model_is_loaded(tmp_path: Path) -> None:
    with Vault.temporary(tmp_path / "vault") as vault, pytest.raises(NotReady):
        Workspace(vault, Embedder()).search_caseload("garden")


def test_a_search_is_narrowed_by_what_was_found(workspace: Workspace, clients: dict[str, Client]) -> None:
    kim, lou = clients["Kim"].id, clients["Lou"].id
    add(workspace, clients["Kim"], "002_2024-02-01_progress.txt", "S: Kim denies suicidal ideation today.")
    add(workspace, clients["Lou"], "002_2024-02-01_progress.txt", "S: Lou reports suicidal ideation since Monday.")
    add(workspace, clients["Kim"], "003_2024-02-08_progress.txt", "S: Her sister Lena called. Lena was kind to her.")
    add(workspace, clients["Kim"], "004_2024-02-15_progress.txt", "S: The lenape trail was closed on Sunday.")
    for client_id in (kim, lou):
        workspace.refresh_overview(client_id)

    def found(among: Among) -> dict[str, str]:
        answer = workspace.search_caseload("how it was", 20, among)
        return {one.echo.mention.quote: one.client_id for one in answer.found}

    assert set(found(Among(assertion="denied")).values()) == {kim}
    assert set(found(Among(assertion="present")).values()) == {lou}
    assert found(Among(kim, assertion="present")) == {}
    for said in ("Lena", " lena ", "Sister"):
        quotes = found(Among(person=said))
        assert set(quotes.values()) == {kim}
        assert all("Lena" in quote for quote in quotes), quotes
    assert found(Among(person="Nobody")) == {}
    assert found(Among(lou, person="Lena")) == {}
    risk = next(one for one in workspace.findings(lou).risk() if one.risk.type == "suicidal_ideation")
    workspace.decide(lou, Decision("risk", risk.key, "assertion", "historical"))
    assert not any("ideation" in quote for quote in found(Among(assertion="present"))), "the therapist's word holds"
    assert set(found(Among(assertion="historical")).values()) == {lou}
