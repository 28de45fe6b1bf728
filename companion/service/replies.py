"""What crosses the wire from the companion: nothing else may, but what detail_replies.py adds one click
deeper and launch_replies.py for the window and the command line.

`extension/replies.d.ts` is written from here by scripts/write_replies.py.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from companion.decisions import GoalField
from companion.record import Assertion, Day, GoalStatus, NoteKind, RiskType, Trend

PROTOCOL = 5
"""The shapes here, in the other files of replies and in requests.py, counted: a panel that knows another number says so
instead of guessing."""


class Reply(BaseModel):
    """Base of all replies: unknown fields are a mistake of ours."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PairStartReply(Reply):
    attempt: str
    nonce: str
    proof: str


class PairFinishReply(Reply):
    pairing: str
    proof: str


class SessionReply(Reply):
    session: str
    nonce: str
    proof: str


class ErrorReply(Reply):
    """Why a call failed: `kind` is stable, `say` is the sentence on screen."""

    kind: str
    say: str


class Source(Reply):
    """Where a line stands: one action from its note. `quote` is exactly `[start:end]` of the note's text."""

    note_id: str
    note_name: str
    note_kind: NoteKind
    date: Day | None
    start: int
    end: int
    quote: str


class ClientCard(Reply):
    """Who it is. The panel shows initials unless the therapist wants the name."""

    id: str
    name: str
    initials: str
    record_tail: str
    birth_date: Day | None
    pronouns: str | None
    invented: bool


class SafetyRow(Reply):
    """The safety line. `source` None: nothing leads, which is not the same as safe: `set_aside` counts the mentions in
    `notes_read` notes that are denied, older than a year or about somebody else, `notes_hidden` the notes
    of a class that is not shown, which were not read for any of this. `date` is the finding's own day, which
    on a form is not its note's. `assertion` is the therapist's word where `decided`, whatever was found."""

    key: str | None
    type: RiskType | None
    label: str
    assertion: Assertion | None
    found_assertion: Assertion | None
    decided: bool
    source: Source | None
    date: Day | None
    denied_on: Day | None
    set_aside: int
    notes_read: int
    notes_hidden: int


class GoalRow(Reply):
    """`key` is stable over re-reading. `decided` says which of it is the therapist's word: the words (`text`), the
    `status`, the days `opened` and `closed`, all of it (`add`), the name (`named`). `source` None: the therapist added
    it, and no note is quoted."""

    key: str
    text: str
    short: str
    named: bool
    status: GoalStatus
    sessions_ago: int | None
    decided: list[GoalField]
    source: Source | None


class ThemeRow(Reply):
    """`label` is the therapist's own where `named`."""

    key: str
    label: str
    named: bool
    pinned: bool
    trend: Trend
    session_count: int
    shape: list[int]
    latest: Source


class ScorePoint(Reply):
    date: Day
    total: int


class ScoreRow(Reply):
    """An instrument's totals over time, oldest first; the last is the row's figure."""

    instrument: str
    points: list[ScorePoint]
    source: Source


class OverviewReply(Reply):
    """The resting panel, with the therapist's decisions applied. `notes_waiting` counts the notes that no search finds
    whole yet, `newest_waiting` says that the newest is one of them. `intake`: fewer than two notes, or the newest is an
    intake. `follow_ups_open` counts those of which nobody has said yet what came of them."""

    client: ClientCard
    as_of: Day | None
    last_session: Day | None
    session_count: int
    notes_read: int
    notes_waiting: int
    newest_waiting: bool
    intake: bool
    safety: SafetyRow
    last_time: list[Source]
    goals: list[GoalRow]
    goals_open: int
    follow_ups_open: int
    themes: list[ThemeRow]
    themes_hidden: int
    people_count: int
    scores: list[ScoreRow]


class ChartReply(Reply):
    """`overview` with its scope; or whom to ask about; or nobody we know. `rejected` are clients that would agree with
    the chart, and of whom the therapist has said that they are not this one."""

    state: Literal["overview", "which_client", "unknown_client"]
    scope: str | None = None
    overview: OverviewReply | None = None
    candidates: list[ClientCard] = []
    rejected: list[ClientCard] = []
    why: str = ""


class NoteReply(Reply):
    note_id: str
    note_name: str
    note_kind: NoteKind
    date: Day | None
    text: str


class Hit(Reply):
    source: Source
    score: float


class SearchReply(Reply):
    nothing_close: bool
    hits: list[Hit]


class PersonRow(Reply):
    """Somebody in the client's life. `source` is the sentence of the newest note that names them."""

    name: str
    relation: str
    note_count: int
    last_mentioned: Day | None
    source: Source | None


class EchoesReply(Reply):
    """`people` are those whose names stand in the words that were asked."""

    nothing_close: bool
    hits: list[Hit]
    people: list[PersonRow]


class KeptPlace(Reply):
    note_id: str
    start: int
    end: int


class KeptSplit(Reply):
    """What was split off a theme, as it is asked for."""

    of: str
    label: str
    mentions: list[KeptPlace]


class DecideReply(Reply):
    """`before` is the value that the decision replaced: deciding that again about `key` is the undo. `key` is the one
    asked about, and for what was made by it the one it has from now on."""

    overview: OverviewReply
    key: str
    before: str | KeptSplit | None


class KeepNoteReply(Reply):
    """What became of a note read off the page. `why` is a sentence where it was refused; `overview` the new one where
    it was kept."""

    verdict: Literal["kept", "already_here", "refused"]
    why: str
    overview: OverviewReply | None


class StatusReply(Reply):
    """`protocol` is `PROTOCOL`: which shapes this companion speaks."""

    version: str
    protocol: int
    locked: bool
    passages_waiting: int


class Event(Reply):
    seq: int
    kind: Literal["locked", "unlocked", "revoked", "notes_read", "backup", "come_to_front"]
    client: str | None = None


class ListenReply(Reply):
    seq: int
    events: list[Event]
