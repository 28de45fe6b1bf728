"""What crosses the wire one click deeper than the resting panel: a theme, a goal, people, follow-ups, risk."""

from __future__ import annotations

from companion.decisions import About, GoalField, Hidden, PersonField, What
from companion.record import Assertion, Day, GoalMentionKind, GoalStatus, Outcome, RiskType, Trend
from companion.service.replies import GoalRow, KeptSplit, PersonRow, Reply, Source, ThemeRow


class PersonName(Reply):
    key: str
    name: str
    relation: str


class DecidedPersonRow(PersonRow):
    """Somebody in the client's life, as the therapist says (`decided`); what `found_` names is what the notes say.
    `joined` are those who were merged into them: taking `merge` back about one's key undoes it."""

    key: str
    found_name: str
    found_relation: str
    decided: list[PersonField]
    hidden: Hidden | None
    joined: list[PersonName]


class PeopleReply(Reply):
    """Everybody, those who came up last first; the hidden ones, and what is not a person, apart."""

    people: list[DecidedPersonRow]
    hidden: list[DecidedPersonRow]


class ThemeSession(Reply):
    """What one day's notes say of a theme, in the order of the notes."""

    date: Day | None
    sources: list[Source]


class ThemeName(Reply):
    key: str
    label: str


class ThemeReply(Reply):
    """One theme, newest session first. `found_label` is Eyeline's, whatever the therapist calls it. `joined` are the
    themes that were merged into it, `split_from` is the theme that it was split off: taking `merge` or `split` back
    undoes either."""

    key: str
    label: str
    found_label: str
    trend: Trend
    session_count: int
    pinned: bool
    hidden: bool
    joined: list[ThemeName]
    split_from: str | None
    sessions: list[ThemeSession]


class ThemesReply(Reply):
    """All themes: pinned ones first; the hidden ones apart."""

    themes: list[ThemeRow]
    hidden: list[ThemeRow]


class GoalMentionRow(Reply):
    kind: GoalMentionKind
    source: Source


class GoalReply(Reply):
    """One goal, its mentions newest first. What `found_` names is what the notes say, whatever the therapist has
    decided (`decided`); None where the therapist added the goal, of which no note is quoted."""

    key: str
    text: str
    short: str
    named: bool
    status: GoalStatus
    found_status: GoalStatus | None
    found_text: str | None
    found_opened: Day | None
    found_closed: Day | None
    decided: list[GoalField]
    opened: Day | None
    closed: Day | None
    source: Source | None
    mentions: list[GoalMentionRow]


class GoalsReply(Reply):
    """All goals, the open ones first."""

    goals: list[GoalRow]


class FollowUpRow(Reply):
    """Something set for between sessions. `outcome` is the therapist's word where `decided`, else what a later note
    says (`reported`)."""

    key: str
    source: Source
    outcome: Outcome | None
    decided: bool
    reported: Source | None


class FollowUpsReply(Reply):
    follow_ups: list[FollowUpRow]


class RiskRow(Reply):
    """Words about a risk, in an excerpt that holds their negation and whose they are. `assertion` is the therapist's
    word where `decided`, whatever was found. `carried_forward`: the sentence stands in an earlier note."""

    key: str
    type: RiskType
    label: str
    assertion: Assertion
    found_assertion: Assertion
    decided: bool
    date: Day | None
    carried_forward: bool
    source: Source


class RiskReply(Reply):
    """Every mention of a risk, newest first; also those that say nothing of the client's."""

    risk: list[RiskRow]


class MadeDecisionRow(Reply):
    """A decision of the therapist's that holds since `day`. `label` are the words of what it is about as they are shown
    now, `into` those of what it was merged with, `source` where it stands. `found` is what the notes say, `before` what
    held before (None: nothing was decided). Deciding `undo` about `key` takes it back. `asleep`: what it is about is
    not found any more, and `label` is empty."""

    about: About
    key: str
    what: What
    value: str | KeptSplit | None
    day: Day
    before: str | KeptSplit | None
    found: str | None
    label: str
    into: str
    source: Source | None
    asleep: bool
    undo: str | KeptSplit | None


class DecisionsReply(Reply):
    """Newest first."""

    decisions: list[MadeDecisionRow]
