"""What crosses the wire one click deeper than the resting panel: a theme, a goal, people, follow-ups."""

from __future__ import annotations

from companion.record import Day, GoalMentionKind, GoalStatus, Outcome, Trend
from companion.service.replies import GoalRow, PersonRow, Reply, Source, ThemeRow


class PeopleReply(Reply):
    people: list[PersonRow]


class ThemeSession(Reply):
    """What one day's notes say of a theme, in the order of the notes."""

    date: Day | None
    sources: list[Source]


class ThemeReply(Reply):
    """One theme, newest session first. `found_label` is Eyeline's, whatever the therapist calls it."""

    key: str
    label: str
    found_label: str
    trend: Trend
    session_count: int
    pinned: bool
    hidden: bool
    sessions: list[ThemeSession]


class ThemesReply(Reply):
    """All themes: pinned ones first; the hidden ones apart."""

    themes: list[ThemeRow]
    hidden: list[ThemeRow]


class GoalMentionRow(Reply):
    kind: GoalMentionKind
    source: Source


class GoalReply(Reply):
    """One goal, its mentions newest first. `found_status` is what the notes say, whatever the therapist has decided."""

    key: str
    text: str
    short: str
    named: bool
    status: GoalStatus
    found_status: GoalStatus
    opened: Day | None
    closed: Day | None
    source: Source
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
