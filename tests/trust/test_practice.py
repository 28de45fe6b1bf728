"""Any order of what a therapist does, over the routes: a reply about a client holds words of that client's notes alone.

Each note that is ever written has a word of its own. Whose word it is now is the model: a note may be brought in for
another client instead, be deleted, or be of a class that is not shown."""

from __future__ import annotations

import random
import re
import shutil
import string
import tempfile
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from companion.decisions import Decision
from companion.errors import BadRequest, NotFound
from companion.import_job import Drop
from companion.record import NoteClass
from companion.service import client_routes, detail_routes, panel_routes, requests, window_requests, window_routes
from companion.service.about import About
from companion.service.sessions import Session
from companion.service.state import Running
from companion.shown_notes import SWITCHED, hidden_classes
from companion.vault import Vault, restore
from companion.workspace import Workspace
from index import Embedder
from tests.trust.sizes import sizes

if TYPE_CHECKING:
    from tests.trust.sizes import Tally

pytestmark = pytest.mark.trust

CLASSES: tuple[NoteClass, ...] = ("record", *SWITCHED)
OWN = re.compile(r"quill[a-z]{4}")
NOTE = (
    "DAP {day}\nD: She spoke of {own} and of work. Her sister Ann-{Own} called. Denies SI when {own} is near. Drank"
    " four beers since {own}. PHQ-9 = 12.\nA: Work on {own} goes on.\nP: HW: walk with {own} daily.\n"
)
SEED = 9


def own(number: int) -> str:
    """A word that stands in one note alone."""
    letters = string.ascii_lowercase
    return "quill" + "".join(letters[number // 26**place % 26] for place in range(4))


class Practice(RuleBasedStateMachine):
    """The model: client id to note words, each with the class it was brought in as."""

    clients = Bundle("clients")
    steps = looks = crossed = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.chance = random.Random(SEED)
        self.place = Path(self.folder.name) / "vault"
        vault, self.recovery = Vault.create(self.place, "four words are good")
        self.made = 0
        self.words: dict[str, dict[str, NoteClass]] = {}
        self.shown: str | None = None
        self._work_with(vault)

    def _work_with(self, vault: Vault) -> None:
        self.running = Running(Workspace(vault, Embedder()), 17913, bytes(32))
        self.session: Session = self.running.sessions.begin(
            "p", "panel", "chrome-extension://a", bytes(32), bytes(16), port=17913
        )[0]
        self.shown = None

    @property
    def vault(self) -> Vault:
        return self.running.workspace.vault

    def _next(self) -> int:
        self.made += 1
        return self.made

    @initialize(target=clients)
    def first(self) -> str:
        return self.add_client()

    @rule(target=clients)
    def another(self) -> str:
        return self.add_client()

    def add_client(self) -> str:
        number = self._next()
        client = self.vault.add_client(name=f"Client {number}", record_number=f"R-{number}")
        self.words[client.id] = {}
        return client.id

    @rule(client=clients, count=st.integers(1, 3), kept_as=st.sampled_from(CLASSES), cancel=st.booleans())
    def bring_in(self, client: str, count: int, kept_as: NoteClass, cancel: bool) -> None:
        """A folder; cancelled, what is in stays in."""
        folder = Path(self.folder.name) / f"drop-{self._next()}"
        folder.mkdir()
        texts = {}
        for _ in range(count):
            word, number = own(self._next()), self.made
            day = date(2025, 1 + number % 12, 1 + number % 28)
            texts[f"{number:05}_{day}_progress.txt"] = word
            note = NOTE.format(day=day, own=word, Own=word.title())
            (folder / f"{number:05}_{day}_progress.txt").write_text(note, encoding="utf-8")
        job = self.running.imports.start(Drop(folder, client, kept_as, new_client=False, confirmed=True))
        if cancel:
            job.cancel()
        job.wait()
        came_in = [verdict.name for verdict in job.status().verdicts if verdict.verdict == "imported"]
        assert cancel or len(came_in) == count
        self.words[client] |= {texts[name]: kept_as for name in came_in}

    @rule(client=clients, kept_as=st.sampled_from(CLASSES))
    def keep_a_page(self, client: str, kept_as: NoteClass) -> None:
        word = own(self._next())
        text = NOTE.format(day="2025-06-01", own=word, Own=word.title())
        self.running.workspace.keep_page(client, text, date(2025, 6, 1), "progress", kept_as)
        self.words[client][word] = kept_as

    @rule(client=clients, to=clients)
    def move(self, client: str, to: str) -> None:
        """A note that was somebody else's all along; to the same client, an edit: other words, the old ones gone."""
        if not (notes := self.vault.open_client(client).notes()):
            return
        note = self.chance.choice(notes)
        (word,) = {found.lower() for found in OWN.findall(note.text)}
        text = note.text
        self.running.workspace.delete_note(client, note.id)
        del self.words[client][word]
        if to == client:
            text, word = text.replace(word, new := own(self._next())).replace(word.title(), new.title()), new
        self.running.workspace.keep_page(to, text, note.session_date, "progress", note.note_class)
        self.words[to][word] = note.note_class

    @rule(client=clients)
    def decide(self, client: str) -> None:
        """Renames, merges, hides, corrects something that is there."""
        decided = self.running.workspace.findings(client).decided
        themes, people = [one.theme.key for one in decided.themes()], [one.key for one in decided.people()]
        some = [Decision("theme", key, "name", f"name {self.made}") for key in themes]
        some += [Decision("theme", one, "merge", other) for one, other in zip(themes[1:], themes, strict=False)]
        some += [Decision("person", one, "merge", other) for one, other in zip(people[1:], people, strict=False)]
        some += [Decision("person", key, "hide", "yes") for key in people]
        some += [Decision("risk", one.key, "assertion", "historical") for one in decided.risk()]
        some += [Decision("follow_up", one.key, "outcome", "done") for one in decided.follow_ups()]
        if some:
            with suppress(BadRequest):  # a merge that would go round in a circle
                self.running.workspace.decide(client, self.chance.choice(some))

    @rule(hidden=st.sets(st.sampled_from(SWITCHED)))
    def hide(self, hidden: set[NoteClass]) -> None:
        self.running.hide_classes(hidden)

    @rule(client=clients)
    def switch(self, client: str) -> None:
        """Another chart in the panel: the scope of the one before opens nothing any more."""
        before = self.session.scope
        who = self.vault.client(client)
        page = requests.ConfirmRequest(
            site="https://ehr.example", name=who.name, record_number=who.record_number, client_id=client
        )
        self._look(panel_routes.confirm_chart(self.running, self.session, page), client)
        if before is not None:
            with pytest.raises(NotFound):
                detail_routes.themes(self.running, self.session, requests.ThemesRequest(scope=before.word))
        self.shown = client

    @precondition(lambda self: self.shown)
    @rule()
    def look_in_the_panel(self) -> None:
        assert self.session.scope is not None and self.shown is not None
        scope, running, session = self.session.scope.word, self.running, self.session
        for said in (
            detail_routes.themes(running, session, requests.ThemesRequest(scope=scope)),
            detail_routes.goals(running, session, requests.GoalsRequest(scope=scope)),
            detail_routes.people(running, session, requests.PeopleRequest(scope=scope)),
            detail_routes.follow_ups(running, session, requests.FollowUpsRequest(scope=scope)),
            detail_routes.risk(running, session, requests.RiskRequest(scope=scope)),
            detail_routes.decisions(running, session, requests.DecisionsRequest(scope=scope)),
        ):
            self._look(said, self.shown)

    @rule(client=clients)
    def look_in_the_window(self, client: str) -> None:
        asked = window_requests.ClientRequest(client_id=client)
        self._look(client_routes.page(self.running, self.session, asked), client)
        self._look(client_routes.brief(self.running, self.session, asked), client)
        for card in self.running.workspace.cards(client).values():
            note = window_requests.CaseloadNoteRequest(client_id=client, note_id=card.id)
            self._look(window_routes.caseload_note(self.running, self.session, note), client)

    @rule(client=consumes(clients))
    def delete(self, client: str) -> None:
        self.running.remove_client(client)
        del self.words[client]
        self.shown = None if self.shown == client else self.shown

    @rule()
    def lock(self) -> None:
        self.running.lock()
        self.vault.unlock_with_recovery_key(self.recovery)
        self.shown = None

    @rule()
    def start_again(self) -> None:
        self._go_on_in(self.place)

    @rule()
    def crash(self) -> None:
        """The files as a killed process leaves them."""
        shutil.copytree(self.place, left := self._new_place())
        self._go_on_in(left)

    @rule()
    def back_up_and_restore(self) -> None:
        (disk := self._new_place()).mkdir()
        path = self.vault.backups.make(disk, datetime(2026, 1, 1, tzinfo=UTC)).path
        restore(path, restored := self._new_place(), recovery_words=self.recovery)
        self._go_on_in(restored)

    def _new_place(self) -> Path:
        return Path(self.folder.name) / f"place-{self._next()}"

    def _go_on_in(self, place: Path) -> None:
        self.running.lock()
        self.vault.close()
        vault = Vault.open(place)
        vault.unlock_with_recovery_key(self.recovery)
        self.place = place
        self._work_with(vault)

    def _look(self, said: object, client: str) -> None:
        assert isinstance(said, About)
        Practice.looks += 1
        Practice.crossed += said.client_id != client
        Practice.crossed += bool(self._words_in(said.reply.model_dump_json()) - self._may_show(client))

    def _words_in(self, text: str) -> set[str]:
        return set(OWN.findall(text.lower()))

    def _may_show(self, client: str) -> set[str]:
        hidden = hidden_classes(self.vault)
        return {word for word, kept_as in self.words[client].items() if kept_as not in hidden}

    @invariant()
    def nobody_is_missing_and_nothing_is_lost(self) -> None:
        Practice.steps += 1
        assert {client.id for client in self.vault.clients()} == set(self.words)
        for client, words in self.words.items():
            texts = " ".join(note.text for note in self.vault.open_client(client).notes())
            assert self._words_in(texts) == set(words)
        if self.words:
            client = sorted(self.words)[Practice.steps % len(self.words)]
            page = client_routes.page(self.running, self.session, window_requests.ClientRequest(client_id=client))
            self._look(page, client)

    def teardown(self) -> None:
        self.vault.close()
        self.folder.cleanup()


@sizes(short=40, long=1_500)
def test_a_reply_holds_the_words_of_its_client_alone(size: int, tally: Tally) -> None:
    Practice.steps = Practice.looks = Practice.crossed = 0
    steps = 20 if size < 1000 else 100
    run_state_machine_as_test(
        Practice,
        settings=settings(
            max_examples=max(size // steps * 2, 4),
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
        ),
    )
    assert Practice.steps >= size
    assert Practice.looks > size
    looks = f"{Practice.looks:,}"
    tally(f"steps of a practice over the routes ({looks} replies looked at)", Practice.steps, Practice.crossed)
