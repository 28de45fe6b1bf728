"""The clinical record's types: the words that code, docs and screen use. Imports nothing of ours.

Dates are calendar days without a zone. `filed_on` is the day a note was filed (its file's name says it) and decides
what is known "as of" a day; `session_date` is the day of the session it tells of and decides order, trends, "n
sessions ago" and what is shown. They differ when a note was filed late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Day = date
"""A calendar day without a zone (an alias: some types here have a field that is called `date`)."""

NoteKind = Literal["intake", "progress", "plan", "journal", "transcript", "measure", "contact"]
NoteFormat = Literal["SOAP", "DAP", "BIRP", "GIRP", "narrative"]
NoteClass = Literal["record", "psychotherapy", "sud_counseling"]
"""45 CFR 164.501 and 42 CFR Part 2 keep psychotherapy and SUD counseling notes apart from the record."""

Trend = Literal["rising", "steady", "fading", "resolved"]
GoalStatus = Literal["active", "achieved", "discontinued"]
GoalMentionKind = Literal["progress", "setback", "mention"]
RiskType = Literal[
    "suicidal_ideation",
    "self_harm",
    "homicidal_ideation",
    "substance_use",
    "violence",
    "abuse_neglect",
    "eating",
    "psychosis",
]
Assertion = Literal["present", "denied", "historical", "hypothetical", "other_person", "not_risk"]
"""ConText's terms (Harkema et al. 2009, doi:10.1016/j.jbi.2009.05.002), with `not_risk` for idioms and templates."""

Outcome = Literal["done", "partly", "not_done"]


@dataclass(frozen=True, slots=True)
class Client:
    """A person in therapy, as the therapist's own records name them. `id` is Eyeline's, random, and says nothing."""

    id: str
    name: str
    record_number: str | None = None
    birth_date: Day | None = None
    pronouns: str | None = None
    invented: bool = False
    """True for the sample caseload, which is marked as invented wherever it shows."""

    @property
    def initials(self) -> str:
        """`C.L.` for Catherine Lindqvist; what the panel shows unless the therapist wants the name."""
        return "".join(f"{word[0].upper()}." for word in self.name.split() if word[0].isalpha())

    @property
    def record_tail(self) -> str:
        """The last four letters or digits of the record number, or nothing."""
        return "".join(c for c in self.record_number or "" if c.isalnum())[-4:]


@dataclass(frozen=True, slots=True)
class Note:
    """One note, whole. Offsets everywhere count characters of `text`."""

    id: str
    source_name: str
    kind: NoteKind
    format: NoteFormat
    note_class: NoteClass
    filed_on: Day | None
    session_date: Day | None
    text: str


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A note without its words: what a line's source is called on screen."""

    id: str
    source_name: str
    kind: NoteKind
    note_class: NoteClass
    session_date: Day | None


@dataclass(frozen=True, slots=True)
class Mention:
    """The evidence every finding carries: `quote` is exactly `note.text[start:end]`."""

    note_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Session:
    """A day on which client and therapist met, with the notes that tell of it."""

    date: Day
    note_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """Something that keeps returning. `key` is stable over re-reading, so that a decision can be kept against it."""

    key: str
    label: str
    trend: Trend
    mentions: tuple[Mention, ...]
    session_count: int
    shape: tuple[int, ...]
    """Mentions in eight equal spans of sessions, oldest first."""


@dataclass(frozen=True, slots=True)
class GoalMention:
    """A later word on a goal: a step towards it, a step back, or only its name."""

    mention: Mention
    kind: GoalMentionKind


@dataclass(frozen=True, slots=True)
class TreatmentGoal:
    """A goal of the treatment plan. `text` stands in `source.quote`, apart from white space."""

    text: str
    short: str
    """An exact excerpt of `text` that keeps its meaning in about eight words, for the panel's row."""
    source: Mention
    status: GoalStatus
    opened: Day | None
    closed: Day | None
    mentions: tuple[GoalMention, ...]
    sessions_ago: int | None
    """Sessions since it was last touched: 0 is the last session; None when no session has touched it."""


@dataclass(frozen=True, slots=True)
class RiskMention:
    """Words about a risk, and what they assert of the client. Never a score, never a forecast."""

    type: RiskType
    assertion: Assertion
    date: Day | None
    carried_forward: bool
    """The sentence stands word for word in an earlier note: copied boilerplate, not news."""
    mention: Mention
    excerpt: Mention
    """What may be shown: contains the words, their trigger, their negation and whose they are."""


@dataclass(frozen=True, slots=True)
class Score:
    """A measure's total as a note gives it, inside the instrument's range; otherwise `total` is None (flagged)."""

    instrument: str
    total: int | None
    item9: int | None
    date: Day | None
    mention: Mention


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something set for between sessions, and what a later note says came of it (None: nothing found)."""

    assigned: Mention
    outcome: Outcome | None
    reported: Mention | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the client's life, never the client. `in_notes` are the names that the notes have for them, where
    those are not `name` alone: the therapist gave another, or said that two people are one."""

    name: str
    relation: str
    note_ids: tuple[str, ...]
    in_notes: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """Under which names to look for them in the notes."""
        return self.in_notes or (self.name,)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, each once."""
        return tuple(dict.fromkeys((self.name, *self.in_notes)))


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as they are shown: with the day they last came up, and the sentence of the newest note that names
    them (None: notes speak of them by relation alone)."""

    person: Person
    last_mentioned: Day | None
    source: Mention | None


@dataclass(frozen=True, slots=True)
class KeptDecision:
    """A decision of the therapist's as a client's file keeps it: `value` and what held `before` it (None: nothing was
    decided) are JSON. `decided_at` is in UTC."""

    name: str
    value: str
    before: str | None
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class SafetyLine:
    """The panel's one line on risk. `risk` None means no risk words were found in `notes_read` notes, which is not
    the same as safe."""

    risk: RiskMention | None
    denied_on: Day | None
    """The newest later denial of the same risk, shown beside it and never instead of it."""
    notes_read: int


@dataclass(frozen=True, slots=True)
class ClientOverview:
    """All that the panel and the client's page are drawn from. Findings are best first."""

    as_of: Day | None
    notes_read: int
    sessions: tuple[Session, ...]
    safety: SafetyLine
    last_time: tuple[Mention, ...]
    """What was left last time: plan or homework of the last session, one or two exact excerpts."""
    last_time_date: Day | None
    themes: tuple[Theme, ...]
    goals: tuple[TreatmentGoal, ...]
    risk: tuple[RiskMention, ...]
    scores: tuple[Score, ...]
    follow_ups: tuple[FollowUp, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class ChartIdentity:
    """What the EHR page says about whose chart is open. Any field may be missing; two must
    agree before anything shows."""

    site: str
    """The page's origin, or its taught name: the room in which `address_id` means something."""
    address_id: str | None = None
    record_number: str | None = None
    name: str | None = None
    birth_date: Day | None = None


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What became of one file brought in, or of a part of one that was left out. `why` is a sentence where it was not
    brought in, or where the therapist should look first; else empty."""

    name: str
    verdict: Literal["imported", "already_here", "refused", "left_out"]
    notes: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Echo:
    """A past passage close to what was asked, or is being written now. `score` orders one answer, no more."""

    mention: Mention
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found, best first. `nothing_close` is said beside the echoes, never instead of them. `people` are
    those whose names stand in the words asked, `cards` the notes that any of it stands in."""

    nothing_close: bool
    echoes: tuple[Echo, ...]
    people: tuple[KnownPerson, ...] = ()
    cards: tuple[NoteCard, ...] = ()
