"""What crosses the wire from the companion. Nothing else may cross it.

`extension/replies.d.ts` is written from here by scripts/write_replies.py.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from companion.record import Assertion, Day, GoalStatus, NoteKind, RiskType, Trend


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
    `notes_read` notes that are denied, older than a year or about somebody else. `date` is the finding's own day, which
    on a form is not its note's."""

    type: RiskType | None
    label: str
    assertion: Assertion | None
    source: Source | None
    date: Day | None
    denied_on: Day | None
    set_aside: int
    notes_read: int


class GoalRow(Reply):
    text: str
    short: str
    status: GoalStatus
    sessions_ago: int | None
    source: Source


class ThemeRow(Reply):
    key: str
    label: str
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
    """The resting panel."""

    client: ClientCard
    as_of: Day | None
    last_session: Day | None
    session_count: int
    notes_read: int
    notes_waiting: int
    safety: SafetyRow
    last_time: list[Source]
    goals: list[GoalRow]
    goals_open: int
    themes: list[ThemeRow]
    scores: list[ScoreRow]


class ChartReply(Reply):
    """`overview` with its scope; or whom to ask about; or nobody we know."""

    state: Literal["overview", "which_client", "unknown_client"]
    scope: str | None = None
    overview: OverviewReply | None = None
    candidates: list[ClientCard] = []
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


class StatusReply(Reply):
    version: str
    locked: bool
    passages_waiting: int


class Event(Reply):
    seq: int
    kind: Literal["locked", "unlocked", "revoked", "notes_read"]
    client: str | None = None


class ListenReply(Reply):
    seq: int
    events: list[Event]


class PairingCodeReply(Reply):
    code: str
    seconds: int


class PairedBrowser(Reply):
    id: str
    name: str
    origin: str
    paired_on: str


class PairingListReply(Reply):
    browsers: list[PairedBrowser]


class ClientsReply(Reply):
    clients: list[ClientCard]


class FileVerdict(Reply):
    """What became of one file: `imported` with its count, `already_here`, or `refused` with the reason."""

    name: str
    verdict: Literal["imported", "already_here", "refused"]
    notes: int
    why: str


class ImportReply(Reply):
    client: ClientCard
    files: list[FileVerdict]
