"""What crosses the wire to the window alone about clients: their list, a client's page, the page before a session."""

from __future__ import annotations

from datetime import datetime

from companion.record import Assertion, Day, GoalMentionKind, NoteClass, NoteKind
from companion.service.detail_replies import DecidedPersonRow, FollowUpRow, ThemeName
from companion.service.launch_replies import ImportStatusReply
from companion.service.replies import ClientCard, GoalRow, KeptSplit, Reply, SafetyRow, Source, ThemeRow
from companion.vault import ConsentState


class ListedClientRow(Reply):
    """`last_session` null: no note tells of a meeting on a known day. `damaged`: their file could not be read;
    not `consented`: it is not read."""

    client: ClientCard
    record_number: str
    last_session: Day | None
    notes: int
    damaged: bool
    consented: bool


class ClientListReply(Reply):
    """All, by name."""

    clients: list[ListedClientRow]


class ThemeMark(Reply):
    """What one day's notes say of a theme: how often, and the first of it."""

    date: Day
    count: int
    source: Source


class ThemeLine(ThemeRow):
    """A theme over time: `first` and `latest` are its first and last words. What has no day is in no mark; all of it is
    in the theme's own reply."""

    first: Source
    marks: list[ThemeMark]
    joined: list[ThemeName]
    split_from: str | None


class GoalMark(Reply):
    """A later word on a goal, on a known day."""

    date: Day
    kind: GoalMentionKind
    source: Source


class GoalLine(GoalRow):
    """A goal over time, oldest first."""

    opened: Day | None
    closed: Day | None
    marks: list[GoalMark]


class ScoreMark(Reply):
    date: Day
    total: int
    source: Source


class ScoreBandRow(Reply):
    """Totals from `low` to `high`, both included."""

    name: str
    low: int
    high: int


class ScorePlot(Reply):
    """A measure's totals over time, oldest first. `bands` cover `low` to `high` as `bands_source` published them, or
    there are none. They say something of a total, not of the client."""

    instrument: str
    low: int
    high: int
    bands: list[ScoreBandRow]
    bands_source: str
    marks: list[ScoreMark]


class NoteRow(Reply):
    note_id: str
    name: str
    kind: NoteKind
    note_class: NoteClass
    date: Day | None


class ClientPageReply(Reply):
    """Everything on a client's page, with the therapist's decisions applied. `sessions` are days, oldest first; `notes`
    are all, newest first. `notes_waiting` counts those that no search finds whole yet."""

    client: ClientCard
    record_number: str
    sessions: list[Day]
    notes_waiting: int
    safety: SafetyRow
    last_time: list[Source]
    themes: list[ThemeLine]
    themes_hidden: list[ThemeRow]
    goals: list[GoalLine]
    scores: list[ScorePlot]
    follow_ups: list[FollowUpRow]
    people: list[DecidedPersonRow]
    people_hidden: list[DecidedPersonRow]
    notes: list[NoteRow]


class ConsentReply(Reply):
    """What the client said about their notes being read by Eyeline; `none`: they said no, and nothing of theirs is."""

    client: ClientCard
    state: ConsentState
    on: Day | None


class DecidedPageReply(Reply):
    """`before` is the value that the decision replaced: deciding that again about `key` is the undo."""

    page: ClientPageReply
    key: str
    before: str | KeptSplit | None


class TouchedTheme(Reply):
    """A theme that came up in the last session, and the first words on it there."""

    key: str
    label: str
    source: Source


class BriefScore(Reply):
    """The last total of a measure; `before` is the one before it."""

    instrument: str
    total: int
    before: int | None
    source: Source


class BriefReply(Reply):
    """The page before a session, short enough for thirty seconds: where it was left off (`left_off`, `themes`,
    `scores`), what to follow up besides that, any risk to hold. `follow_ups_open` and `goals_open` count those left
    out too."""

    client: ClientCard
    record_number: str
    last_session: Day | None
    session_count: int
    left_off: list[Source]
    themes: list[TouchedTheme]
    scores: list[BriefScore]
    follow_ups: list[FollowUpRow]
    follow_ups_open: int
    goals: list[GoalRow]
    goals_open: int
    safety: SafetyRow
    notes_waiting: int


class AboutEyelineReply(Reply):
    """What this Eyeline is and where it keeps what it keeps; how many clients there are, and invented ones of them;
    after how many minutes without an act it locks (0: never)."""

    version: str
    data_folder: str
    model: str
    model_ready: bool
    clients: int
    sample_clients: int
    lock_after: int
    starts_at_login: bool


class LastBackupRow(Reply):
    """The last backup that was read back and compared, and when. `there`: its file is where it was put."""

    path: str
    proven_at: datetime
    clients: int
    notes: int
    there: bool


class BackupStateReply(Reply):
    """Backups by themselves: every so many `days` into `folder` (null: none). `failed` is a sentence where the last try
    did not work, else empty; it is tried again in an hour."""

    folder: str | None
    days: int
    under_way: bool
    failed: str
    last: LastBackupRow | None


class BroughtToFrontReply(Reply):
    """False where no window is open."""

    in_front: bool


class SampleReply(Reply):
    """A sample client is coming in; `left` counts those to come after this one."""

    client: ClientCard
    left: int
    job: ImportStatusReply


class SavedSearchRow(Reply):
    """`client` null: over all clients; no `kinds`: notes of every kind."""

    id: str
    words: str
    client: ClientCard | None
    since: Day | None
    until: Day | None
    kinds: list[NoteKind]
    assertion: Assertion | None
    person: str


class SavedSearchesReply(Reply):
    """The one kept last first."""

    searches: list[SavedSearchRow]


class NoteClassesReply(Reply):
    """Which classes of notes are shown, in panels, the window, searches and echoes; the record always is."""

    psychotherapy: bool
    sud_counseling: bool
