"""What was found about one client, one click deeper than the overview, with the therapist's decisions put over it.

Each look leaves its audit row before anything is given out, with the notes whose words it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from companion.decisions import About, DecidedFollowUp, DecidedGoal, DecidedTheme, Decisions
from companion.errors import NotFound
from companion.known_people import known_people
from companion.record import ClientOverview, KnownPerson, Note, NoteCard


@dataclass(frozen=True, slots=True)
class Findings:
    """Made by `Workspace.findings`. `seen` writes an audit row: an action and the ids of the notes; `note` reads one
    note of this client."""

    overview: ClientOverview
    cards: Mapping[str, NoteCard]
    decisions: Decisions
    note: Callable[[str], Note]
    seen: Callable[[str, list[str]], None]

    def themes(self) -> list[DecidedTheme]:
        """All, pinned ones first; hidden ones are marked."""
        themes = self.decisions.themes(self.overview.themes)
        self._told("themes", (one.theme.mentions[-1].note_id for one in themes))
        return themes

    def theme(self, key: str) -> DecidedTheme:
        """Raises NotFound."""
        found = next((t for t in self.decisions.themes(self.overview.themes) if t.theme.key == key), None)
        if found is None:
            raise _unknown("theme")
        self._told("theme", (mention.note_id for mention in found.theme.mentions))
        return found

    def goals(self) -> list[DecidedGoal]:
        """All, the open ones first."""
        goals = self.decisions.goals(self.overview.goals)
        self._told("goals", (one.goal.source.note_id for one in goals))
        return goals

    def goal(self, key: str) -> DecidedGoal:
        """Raises NotFound."""
        found = next((g for g in self.decisions.goals(self.overview.goals) if g.key == key), None)
        if found is None:
            raise _unknown("goal")
        mentions = [found.goal.source, *(later.mention for later in found.goal.mentions)]
        self._told("goal", (mention.note_id for mention in mentions))
        return found

    def follow_ups(self) -> list[DecidedFollowUp]:
        """All, newest first."""
        found = self._follow_ups()
        mentions = [mention for one in found for mention in (one.follow_up.assigned, one.follow_up.reported) if mention]
        self._told("follow_ups", (mention.note_id for mention in mentions))
        return found

    def people(self) -> list[KnownPerson]:
        """Everybody, those who came up last first."""
        people = known_people(self.overview.people, self.cards, self.note)
        self._told("people", (one.source.note_id for one in people if one.source))
        return people

    def has(self, about: About, key: str) -> bool:
        """Whether there is such a finding now. Gives out no words."""
        if about == "theme":
            return any(theme.key == key for theme in self.overview.themes)
        if about == "goal":
            return any(goal.key == key for goal in self.decisions.goals(self.overview.goals))
        return any(one.key == key for one in self._follow_ups())

    def _follow_ups(self) -> list[DecidedFollowUp]:
        days = {card.id: card.session_date for card in self.cards.values()}
        return self.decisions.follow_ups(self.overview.follow_ups, days)

    def _told(self, action: str, note_ids: Iterable[str]) -> None:
        self.seen(action, list(dict.fromkeys(note_ids)))


def _unknown(what: str) -> NotFound:
    return NotFound(f"That {what} is not among what was found. Go back and look again.")
