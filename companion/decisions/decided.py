"""All findings of one client with all decisions over them: the one place where found and decided meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from companion.decisions.calendar import Calendar
from companion.decisions.decision import Value
from companion.decisions.decisions import Decisions
from companion.decisions.follow_ups import DecidedFollowUp, decided_follow_ups
from companion.decisions.goals import DecidedGoal, decided_goals
from companion.decisions.people import DecidedPerson, People
from companion.decisions.risk import DecidedRisk, decided_risk, risk_key
from companion.decisions.theme_parts import Part, parts_of
from companion.decisions.themes import DecidedTheme, decided_themes
from companion.overview.safety import safety_line
from companion.record import ClientOverview, NoteCard, SafetyLine


@dataclass(frozen=True, slots=True)
class DecidedSafety:
    """The safety line, and the mention that leads it as it is shown. `set_aside` counts the mentions of a risk that
    do not lead, `hidden_count` the notes that are not shown and were not read for it."""

    line: SafetyLine
    lead: DecidedRisk | None
    set_aside: int
    hidden_count: int


@dataclass(frozen=True, slots=True)
class Decided:
    """`cards` are all shown notes of the client, oldest first, `hidden_count` how many are not shown. `today` keeps a
    mistyped year from making a risk look old."""

    overview: ClientOverview
    cards: Mapping[str, NoteCard]
    decisions: Decisions
    today: date
    hidden_count: int = 0

    def themes(self) -> list[DecidedTheme]:
        return decided_themes(self.overview.themes, self.decisions, self._calendar())

    def parts(self) -> list[Part]:
        """The themes before they are merged: those that joined another are still told apart."""
        return parts_of(self.overview.themes, self.decisions, self._calendar())

    def goals(self) -> list[DecidedGoal]:
        return decided_goals(self.overview.goals, self.decisions)

    def follow_ups(self) -> list[DecidedFollowUp]:
        return decided_follow_ups(self.overview.follow_ups, self.cards, self.decisions)

    def people(self) -> list[DecidedPerson]:
        return self.found_people().shown()

    def found_people(self) -> People:
        """Before they are merged: those who joined another are still told apart."""
        return People.of(self.overview.people, self.decisions, tuple(self.cards))

    def risk(self) -> tuple[DecidedRisk, ...]:
        return decided_risk(self.overview.risk, self.decisions)

    def safety(self) -> DecidedSafety:
        """As it was found, unless a mention was corrected: then by the same rule over what the mentions say now."""
        risk = self.risk()
        line = self._line(risk) if any(one.decided for one in risk) else self.overview.safety
        key = risk_key(line.risk) if line.risk else None
        lead = next((one for one in risk if one.key == key), None)
        told = sum(one.risk.assertion != "not_risk" for one in risk)
        return DecidedSafety(line, lead, 0 if line.risk else told, self.hidden_count)

    def put(self, name: str, value: Value | None) -> Decided:
        """With one decision more, replaced or (None) taken back."""
        return replace(self, decisions=self.decisions.put(name, value))

    def _line(self, risk: tuple[DecidedRisk, ...]) -> SafetyLine:
        found = self.overview
        last = found.sessions[-1].date if found.sessions else None
        return safety_line(
            [one.risk for one in risk],
            notes_read=found.safety.notes_read,
            last_day=min(day for day in (last, found.as_of, self.today) if day),
            forms=frozenset(card.id for card in self.cards.values() if card.kind == "measure"),
            corrected=[one.risk for one in risk if one.decided],
        )

    def _calendar(self) -> Calendar:
        return Calendar.of(self.overview.sessions, self.cards.values())
