"""What was found about one client, one click deeper than the overview, with the therapist's decisions put over it.

Each look leaves its audit row before anything is given out, with the notes whose words it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from companion.decisions import (
    Decided,
    DecidedFollowUp,
    DecidedGoal,
    DecidedPerson,
    DecidedRisk,
    DecidedTheme,
    MadeDecision,
    made_decisions,
)
from companion.errors import NotFound
from companion.known_people import known_people
from companion.record import KeptDecision, KnownPerson, Note, NoteCard


@dataclass(frozen=True, slots=True)
class Findings:
    """Made by `Workspace.findings`. `seen` writes an audit row: an action and the ids of the notes; `note` reads one
    note of this client, `kept` all decisions about this client, newest first."""

    decided: Decided
    note: Callable[[str], Note]
    seen: Callable[[str, list[str]], None]
    kept: Callable[[], list[KeptDecision]]

    @property
    def cards(self) -> Mapping[str, NoteCard]:
        """All notes, by id."""
        return self.decided.cards

    def themes(self) -> list[DecidedTheme]:
        """All, pinned ones first; hidden ones are marked."""
        themes = self.decided.themes()
        self._told("themes", (one.theme.mentions[-1].note_id for one in themes))
        return themes

    def theme(self, key: str) -> DecidedTheme:
        """Raises NotFound."""
        found = next((t for t in self.decided.themes() if t.theme.key == key), None)
        if found is None:
            raise _unknown("theme")
        self._told("theme", (mention.note_id for mention in found.theme.mentions))
        return found

    def goals(self) -> list[DecidedGoal]:
        """All, the open ones first."""
        goals = self.decided.goals()
        self._told("goals", (one.source.note_id for one in goals if one.source))
        return goals

    def goal(self, key: str) -> DecidedGoal:
        """Raises NotFound."""
        found = next((g for g in self.decided.goals() if g.key == key), None)
        if found is None:
            raise _unknown("goal")
        mentions = [*([found.source] if found.source else ()), *(later.mention for later in found.mentions)]
        self._told("goal", (mention.note_id for mention in mentions))
        return found

    def follow_ups(self) -> list[DecidedFollowUp]:
        """All, newest first."""
        found = self.decided.follow_ups()
        mentions = [mention for one in found for mention in (one.follow_up.assigned, one.follow_up.reported) if mention]
        self._told("follow_ups", (mention.note_id for mention in mentions))
        return found

    def people(self) -> list[tuple[DecidedPerson, KnownPerson]]:
        """Everybody, those who came up last first; hidden ones are marked."""
        people = self._people()
        self._told("people", (known.source.note_id for _, known in people if known.source))
        return people

    def page(self) -> tuple[Decided, list[tuple[DecidedPerson, KnownPerson]]]:
        """Everything at once, for the client's page: one row, with all notes."""
        people = self._people()
        self._told("page", self.cards)
        return self.decided, people

    def risk(self) -> list[DecidedRisk]:
        """Every mention of a risk, by its own day, newest first and undated last."""
        risk = sorted(self.decided.risk(), key=lambda one: -(one.risk.date.toordinal() if one.risk.date else 0))
        self._told("risk", (one.risk.mention.note_id for one in risk))
        return risk

    def made_decisions(self) -> list[MadeDecision]:
        """What the therapist decided and holds, newest first."""
        made = made_decisions(self.decided, self.kept())
        if self.decided.hidden_count:  # one that sleeps may do so because what it is about is not shown
            made = [one for one in made if one.subject]
        subjects = [subject for one in made for subject in (one.subject, one.into) if subject]
        self._told("decisions", (subject.source.note_id for subject in subjects if subject.source))
        return made

    def _people(self) -> list[tuple[DecidedPerson, KnownPerson]]:
        people = [(one, known_people([one.person], self.cards, self.note)[0]) for one in self.decided.people()]
        return sorted(people, key=lambda one: one[1].last_mentioned or date.min, reverse=True)

    def _told(self, action: str, note_ids: Iterable[str]) -> None:
        self.seen(action, list(dict.fromkeys(note_ids)))


def _unknown(what: str) -> NotFound:
    return NotFound(f"That {what} is not among what was found. Go back and look again.")
