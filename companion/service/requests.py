"""What may be asked of the companion. Every field is bounded; anything else is refused with a sentence."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from companion.decisions import About, What
from companion.record import NoteClass, NoteKind
from companion.service.idle_lock import LONGEST

Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Short = Annotated[str, Field(max_length=200)]
Proof = Annotated[str, Field(min_length=1, max_length=64)]
Words = Annotated[str, Field(min_length=1, max_length=4000)]
Key = Annotated[str, Field(min_length=1, max_length=200)]
"""What a theme, goal or follow-up is called on the wire, as a reply gave it."""
Value = Annotated[str, Field(max_length=1000)]
"""What is decided, in a word: longer than may be kept, so that it is answered with how long that is."""
PAGE_AT_MOST = 60_000
"""Characters of a note read off a page: some thirty times a long one."""


class Request(BaseModel):
    """Base of all requests."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PairStartRequest(Request):
    nonce: Proof


class PairFinishRequest(Request):
    attempt: Id
    name: Annotated[str, Field(min_length=1, max_length=60)]
    proof: Proof


class SessionRequest(Request):
    pairing: Id
    nonce: Proof


class Envelope(Request):
    """What is inside every sealed request."""

    id: Id
    params: dict[str, Any]


class StatusRequest(Request):
    pass


class ChartRequest(Request):
    """What the EHR page says; see `record.ChartIdentity`."""

    site: Short
    address_id: Short | None = None
    record_number: Short | None = None
    name: Short | None = None
    birth_date: date | None = None


class ConfirmRequest(ChartRequest):
    client_id: Id


class RejectRequest(ChartRequest):
    """The chart that these words describe is not this client's."""

    client_id: Id


class NoteRequest(Request):
    scope: Id
    note_id: Id


class SearchRequest(Request):
    scope: Id
    words: Words
    top: Annotated[int, Field(ge=1, le=50)] = 10


class EchoesRequest(Request):
    scope: Id
    words: Words


class ThemeRequest(Request):
    scope: Id
    key: Key


class ThemesRequest(Request):
    scope: Id


class GoalRequest(Request):
    scope: Id
    key: Key


class GoalsRequest(Request):
    scope: Id


class PeopleRequest(Request):
    scope: Id


class FollowUpsRequest(Request):
    scope: Id


class RiskRequest(Request):
    scope: Id


class SplitPlace(Request):
    note_id: Id
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class SplitValue(Request):
    """Mentions of the theme `of`, as its reply gave them, that are to be a theme of their own under `label`."""

    of: Key
    label: Short
    mentions: Annotated[list[SplitPlace], Field(max_length=500)]


class DecideRequest(Request):
    """The therapist's word on one finding; `value` None takes it back. What goes with what: docs/protocol.md. What does
    not exist yet, a theme split off or a goal added, is asked for under the key `new`."""

    scope: Id
    about: About
    key: Key
    what: What
    value: Value | SplitValue | None


class DecisionsRequest(Request):
    scope: Id


class ClientDecisionsRequest(Request):
    client_id: Id


class KeepNoteRequest(Request):
    """A note as it stands on the EHR's page, kept because the therapist said so after seeing it."""

    scope: Id
    text: Annotated[str, Field(min_length=1, max_length=PAGE_AT_MOST)]
    session_date: date | None
    kind: NoteKind
    note_class: NoteClass


class ListenRequest(Request):
    since: Annotated[int, Field(ge=0)]


Pin = Annotated[str, Field(min_length=1, max_length=20)]


class UnlockRequest(Request):
    """One of the three."""

    passphrase: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    recovery_key: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    pin: Pin | None = None


class VaultStateRequest(Request):
    pass


class CreateVaultRequest(Request):
    """First run: the passphrase that was chosen."""

    passphrase: Annotated[str, Field(min_length=1, max_length=1000)]


class KeyringRequest(Request):
    """Whether Eyeline is to be open after login."""

    keep: bool


class LockAfterRequest(Request):
    """Minutes without an act after which the vault locks by itself; 0 for never."""

    minutes: Annotated[int, Field(ge=0, le=LONGEST)]


class LockRequest(Request):
    pass


class PairingCodeRequest(Request):
    pass


class PairingListRequest(Request):
    pass


class RevokeRequest(Request):
    pairing: Id


class ClientsRequest(Request):
    pass


class ImportRequest(Request):
    """`path` is a file or folder on this computer; `client_id` who the notes are about, or `new_client` a name. Of FHIR
    files with several patients, `patient_id` says whose notes are meant, by their own id."""

    path: Annotated[str, Field(min_length=1, max_length=4096)]
    client_id: Id | None = None
    new_client: Short | None = None
    record_number: Short | None = None
    birth_date: date | None = None
    patient_id: Annotated[str, Field(min_length=1, max_length=2048)] | None = None
    note_class: NoteClass = "psychotherapy"
    confirmed: bool = False
    """The therapist has looked at what asks to be looked at first (a file split at its dates, a guessed encoding)."""
    whole: bool = False
    """No file is split at its date headings."""
    only: Annotated[list[Annotated[str, Field(max_length=1024)]], Field(max_length=20_000)] = []
    """Names of the files below the path that are meant; empty means all."""


class ImportStatusRequest(Request):
    """`since`: how many verdicts were heard already."""

    since: Annotated[int, Field(ge=0)] = 0


class ImportPauseRequest(Request):
    pass


class ImportResumeRequest(Request):
    pass


class ImportCancelRequest(Request):
    pass


class BackupRequest(Request):
    folder: Annotated[str, Field(min_length=1, max_length=4096)]


class DeleteClientRequest(Request):
    client_id: Id


class DeleteNoteRequest(DeleteClientRequest):
    """`note`: its id, or the name of the file that it came from."""

    note: Annotated[str, Field(min_length=1, max_length=1000)]


class AuditRequest(Request):
    """One client's rows, or everybody's."""

    client_id: Id | None = None
    at_most: Annotated[int, Field(ge=1, le=10_000)] = 1000


class ExportRequest(Request):
    client_id: Id
    note_class: NoteClass = "record"
    folder: Annotated[str, Field(min_length=1, max_length=4096)]
