"""A class of notes that is not shown is as if it were not there, however its words were derived, by every route.

Each invented note is marked by words that stand in it alone; whatever is found in it carries one."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from companion.decisions import About, Decision, Value, What
from companion.made_overview import made_overview
from companion.meaning import Examples
from companion.recall import new_file
from companion.record import Client, Note, NoteClass
from companion.service.routes import SEALED
from companion.shown_notes import SETTING, SWITCHED, ShownNotes, hidden_classes
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder
from tests.service.conftest import Service, serving
from tests.service.test_panel_routes import chart, confirmed
from tests.trust.every_route import NOT_ASKED, Known, every_route, window, written
from tests.trust.sizes import sizes

if TYPE_CHECKING:
    from tests.panel import Panel
    from tests.trust.sizes import Tally

pytestmark = pytest.mark.trust

STEMS: dict[NoteClass, str] = {"record": "willow", "psychotherapy": "kestrel", "sud_counseling": "heather"}
SWITCHES = [frozenset(some) for n in range(3) for some in itertools.combinations(SWITCHED, n)]
SAID = (
    "She spoke of MARK and of work at the harbour again.",
    "Her brother Mark-NAME called twice and they argued about MARK.",
    "Denies suicidal ideation when MARK is near.",
    "She said she wanted to die the night MARK left.",
    "Drank four beers a night since MARK.",
    "PHQ-9 = 1TENS after MARK.",
    "The nightmares about the harbour came back, MARK and all.",
    "Sleep is poor; she lies awake over MARK.",
    "Copied words that every note has, as notes have them, about the harbour and the boats.",
)
LAST = ("P: HW: walk with MARK daily.", "P: Homework: write a letter to MARK.", "Plan: read about MARK and breathe.")
GOAL = "Goal 1: Client will sleep six hours without MARK by June.\nGoal 2: Client will call Mark-NAME weekly.\n"


def mark(note_class: NoteClass, number: int) -> str:
    """A word that stands in one note alone and says which class that is."""
    return STEMS[note_class] + "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}")


def notes_of(chance: random.Random, count: int) -> list[Note]:
    """Notes of all classes in weekly sessions, oldest first."""
    return [_note(chance, number) for number in range(count)]


def _note(chance: random.Random, number: int) -> Note:
    note_class = chance.choice(tuple(STEMS))
    word, kind = mark(note_class, number), "plan" if chance.random() < 0.2 else "progress"
    said = [chance.choice(SAID) for _ in range(chance.randrange(2, 7))]
    text = (GOAL if kind == "plan" else "") + " ".join(said) + "\n" + chance.choice(LAST)
    text = text.replace("Mark-NAME", word.title()).replace("MARK", word).replace("TENS", str(number % 10))
    day = date(2025, 1, 6) + timedelta(days=7 * number)
    return Note(f"n{number}", f"{number:03} {word}.txt", kind, "narrative", note_class, day, day, text)  # type: ignore[arg-type]


def words_of(hidden: frozenset[NoteClass]) -> list[str]:
    return [STEMS[note_class] for note_class in hidden]


def with_notes(workspace: Workspace, notes: Sequence[Note], name: str = "Ada Stone") -> Client:
    client = workspace.vault.add_client(name=name, record_number="R-77", birth_date=date(1980, 4, 5))
    workspace.vault.open_client(client.id).add_files([new_file(note.id, note) for note in notes])
    return client


@sizes(short=4, long=300)
def test_what_is_derived_is_made_of_shown_notes_alone(tmp_path: Path, size: int, tally: Tally) -> None:
    """The overview under each switch is, to the last count, the overview of a client who has the shown notes alone."""
    chance, wrong, examples = random.Random(size), 0, Examples(Embedder())
    with Vault.temporary(tmp_path) as vault:
        workspace = Workspace(vault, Embedder())
        for _ in range(size):
            notes = notes_of(chance, chance.randrange(3, 12))
            client = with_notes(workspace, notes)
            workspace.refresh_overview(client.id)
            file = vault.open_client(client.id)
            for hidden in chance.sample(SWITCHES, len(SWITCHES)):
                workspace.hide_classes(hidden)
                saved, words = workspace.overview(client.id), words_of(hidden)
                rest = [note for note in notes if note.note_class not in hidden]
                alone = with_notes(workspace, rest, "Ada Stone")
                other = ShownNotes(vault.open_client(alone.id), ())
                expected = made_overview(alone, other, workspace.embedder, examples, all_read=False)
                wrong += (saved.overview, saved.cards) != (expected.overview, expected.cards)
                wrong += any(word in saved.to_json().lower() for word in words)
                wrong += saved.hidden_count != len(notes) - len(rest)
                wrong += len(file.notes()) != len(notes)
                vault.delete_client(alone.id)
            vault.delete_client(client.id)
    tally("derivations from notes of three classes, each under four switches", size * len(SWITCHES), wrong)


@pytest.fixture
def read(tmp_path: Path, embedder: Embedder) -> Iterator[Service]:
    """A service whose model is loaded, with nobody in it yet."""
    yield from _served(tmp_path, embedder)


@pytest.fixture
def unread(tmp_path: Path) -> Iterator[Service]:
    """One whose model is not."""
    yield from _served(tmp_path, Embedder())


def _served(folder: Path, embedder: Embedder) -> Iterator[Service]:
    with Vault.temporary(folder / "vault") as vault, serving(Workspace(vault, embedder)) as running:
        made = Service(running, [])
        yield made
        for panel in made.panels:
            panel.http.close()


@sizes(short=1, long=20)
def test_no_route_says_a_word_of_what_is_hidden(read: Service, size: int, tally: Tally, tmp_path: Path) -> None:
    chance, asked, leaked, seen = random.Random(size), 0, [], 0
    workspace, panel = read.running.workspace, read.panel()
    launch = window(read.port, read.running.launch_key)
    read.panels.append(launch)
    for _ in range(size):
        switched(launch, frozenset())
        client = with_notes(workspace, notes_of(chance, 9))
        while workspace.read_some(client.id):
            pass
        list(workspace.read_meanings(client.id))
        confirmed(panel, client)
        decide_something(workspace, client, chance)
        known = all_known(workspace, client)
        for hidden in chance.sample(SWITCHES, len(SWITCHES)):
            switched(launch, hidden)
            scope = panel.ask("/v1/chart/open", **chart(client))["result"]["scope"]
            for peer, path, params in every_route(known, scope):
                said = json.dumps((panel if peer == "panel" else launch).ask(path, **params)).lower()
                asked, seen = asked + 1, seen + (STEMS["record"] in said)
                leaked += [(path, word) for word in words_of(hidden) if word in said]
        leaked += exports_mixed(launch, client, tmp_path)
        workspace.delete_client(client.id)
    assert seen > asked // 3, "replies have to hold words"
    tally("replies of every route searched for words of a hidden class", asked, len(leaked))


def test_every_route_is_asked_or_says_no_word() -> None:
    nobody = Known("c", {}, ("k",), ("k",), ("n",), ("w",))
    asked = {path for _, path, _ in every_route(nobody, "s")}
    assert asked | NOT_ASKED == {route.path for route in SEALED}
    assert not asked & NOT_ASKED


def test_a_note_has_one_door_to_the_screen() -> None:
    """Who opens a client's file: whoever is not named here goes through `shown_notes`."""
    room = Path(__file__).parents[2] / "companion"
    texts = {path.relative_to(room).as_posix(): path.read_text("utf-8") for path in room.rglob("*.py")}
    opening = {name for name, text in texts.items() if ".open_client(" in text or ".file_despite(" in text}
    assert {name for name in opening if not name.startswith("vault/")} == {
        "workspace.py",  # keeps, reads for search, decides; what it gives out comes from shown_notes
        "shown_notes.py",
        "export.py",  # one class at a time, by an explicit act
        "import_job.py",  # whether a client who was made for a drop has got anything
        "ehr_pulls.py",  # which notes are there already
        "upkeep.py",  # whether the file is sound
        "service/keeping.py",  # which note is to be deleted
    }


def test_a_switch_is_kept_read_and_told(unread: Service) -> None:
    launch, panel = window(unread.port, unread.running.launch_key), unread.panel()
    client = with_notes(unread.running.workspace, notes_of(random.Random(1), 3))
    unread.panels.append(launch)
    assert launch.ask("/v1/note_classes")["result"] == {"psychotherapy": True, "sud_counseling": True}
    confirmed(panel, client)
    seq = unread.running.events.seq
    said = launch.ask("/v1/note_classes/show", psychotherapy=False, sud_counseling=True)["result"]
    assert said == launch.ask("/v1/note_classes")["result"] == {"psychotherapy": False, "sud_counseling": True}
    assert [(one.kind, one.client_id) for one in unread.running.events.since(seq, "any")] == [("notes_read", None)]
    assert panel.post("/v1/note_classes", panel.sealed("/v1/note_classes", {})).status_code == 403
    vault = unread.running.workspace.vault
    assert hidden_classes(vault) == {"psychotherapy"}
    vault.set_setting(SETTING, '["a class of another version"]')
    assert hidden_classes(vault) == set(SWITCHED), "what cannot be read hides all that can be hidden"


def test_an_empty_safety_line_says_how_many_notes_it_did_not_read(unread: Service) -> None:
    workspace, panel = unread.running.workspace, unread.panel()
    note = replace(_note(random.Random(1), 1), text="She wants to die.", note_class="psychotherapy")
    calm = replace(_note(random.Random(1), 2), text="She slept well and walked.", note_class="record")
    client = with_notes(workspace, [note, calm])
    shown = confirmed(panel, client)["result"]["overview"]["safety"]
    assert (shown["type"], shown["notes_read"], shown["notes_hidden"]) == ("suicidal_ideation", 2, 0)
    unread.running.hide_classes(["psychotherapy"])
    shown = panel.ask("/v1/chart/open", **chart(client))["result"]["overview"]["safety"]
    assert (shown["source"], shown["notes_read"], shown["notes_hidden"]) == (None, 1, 1)


def test_a_reply_under_way_when_a_switch_goes_off_does_not_go_out(unread: Service) -> None:
    running, panel = unread.running, unread.panel()
    client = with_notes(running.workspace, notes_of(random.Random(1), 3))
    scope = confirmed(panel, client)["result"]["scope"]
    findings: Callable[[str], Any] = running.workspace.findings

    def and_then_hidden(client_id: str) -> Any:
        found = findings(client_id)
        running.hide_classes(["psychotherapy"])
        return found

    running.workspace.__dict__["findings"] = and_then_hidden
    said = panel.ask("/v1/themes", scope=scope)
    assert said["error"]["kind"] == "bad_request"
    assert "changed meanwhile" in said["error"]["say"]
    del running.workspace.__dict__["findings"]
    assert "result" in panel.ask("/v1/themes", scope=scope)


def switched(launch: Panel, hidden: frozenset[NoteClass]) -> None:
    said = launch.ask("/v1/note_classes/show", **{name: name not in hidden for name in SWITCHED})
    assert said["result"] == {name: name not in hidden for name in SWITCHED}


def decide_something(workspace: Workspace, client: Client, chance: random.Random) -> None:
    """Decisions about findings of all classes; the therapist's own words in them are nobody's mark."""
    decided = workspace.findings(client.id).decided
    themes, people = [one.theme.key for one in decided.themes()], [one.key for one in decided.people()]
    some: list[tuple[About, str, What, Value]] = [("theme", key, "pin", "yes") for key in themes[:2]]
    some += [("theme", key, "name", "a name of mine") for key in themes[2:3]]
    some += [("theme", key, "merge", themes[0]) for key in themes[3:5]]
    some += [("person", key, "merge", people[0]) for key in people[1:2]]
    some += [("risk", one.key, "assertion", "historical") for one in decided.risk()[:2]]
    some += [("follow_up", one.key, "outcome", "partly") for one in decided.follow_ups()[:2]]
    some += [("goal", one.key, "name", "my goal") for one in decided.goals()[:1]]
    for about, key, what, value in chance.sample(some, len(some)):
        workspace.decide(client.id, Decision(about, key, what, value))


def all_known(workspace: Workspace, client: Client) -> Known:
    """As somebody knows it for whom everything was shown."""
    decided = workspace.findings(client.id).decided
    return Known(
        client.id,
        chart(client),
        tuple(one.theme.key for one in decided.themes()),
        tuple(one.key for one in decided.goals()),
        tuple(decided.cards),
        ("the nightmares about the harbour", "her brother", "walks daily", f"{STEMS['psychotherapy']}aab"),
    )


def exports_mixed(launch: Panel, client: Client, folder: Path) -> list[tuple[str, str]]:
    """Each class exported apart, whatever is shown: the words of another class in it."""
    mixed = []
    for note_class, stem in STEMS.items():
        (to := folder / f"{client.id} {note_class}").mkdir()
        launch.ask("/v1/export", client_id=client.id, note_class=note_class, folder=str(to))
        for name, content in written(to).items():
            mixed += [(name, other) for other in STEMS.values() if other != stem and other in content.lower()]
    return mixed
