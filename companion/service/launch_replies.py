"""What crosses the wire to the window and the command line alone: pairing, clients, files coming in, the caseload."""

from __future__ import annotations

from typing import Literal

from companion.service.replies import ClientCard, Reply, Source


class CaseloadHit(Reply):
    """A past passage and whose it is."""

    client: ClientCard
    source: Source
    score: float


class CaseloadSearchReply(Reply):
    """`left_out` are clients whose file is damaged: nothing of theirs was searched."""

    nothing_close: bool
    hits: list[CaseloadHit]
    left_out: list[ClientCard]


class VaultStateReply(Reply):
    """What the window opens with. `made` False: first run, no passphrase was chosen yet. `pin_tries`: how often a PIN
    may be tried, 0 where none is set. `reading_failed` is a sentence where nothing can be read at all, else empty;
    `problem` one where the audit or the list of clients is not sound. While it is open: `damaged` are the clients whose
    file the daily check found damaged, `keys_waiting` counts those whose key is still to be renewed."""

    made: bool
    locked: bool
    in_keyring: bool
    pin_tries: int
    passages_waiting: int
    keys_waiting: int
    reading_failed: str
    problem: str
    damaged: list[ClientCard]


class RenewKeysReply(Reply):
    """The new recovery key is kept nowhere: it is shown this once. `clients_waiting`: whose files follow."""

    recovery_key: str
    clients_waiting: int


class CreateVaultReply(Reply):
    """The recovery key is kept nowhere: it is shown this once."""

    recovery_key: str


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
    name: str
    verdict: Literal["imported", "already_here", "refused", "left_out"]
    notes: int
    why: str


class ImportReply(Reply):
    client: ClientCard
    files: list[FileVerdict]


class ImportStatusReply(Reply):
    """`verdicts` are those not heard yet; `seconds_left` is null where nothing can be said; `current` is a file's."""

    state: Literal["running", "paused", "done", "cancelled", "failed"]
    files: int
    files_done: int
    notes: int
    current: str
    seconds_left: float | None
    verdicts: list[FileVerdict]
    why: str


class BackupReply(Reply):
    """A backup that was read back and compared."""

    path: str
    clients: int
    notes: int


class DeletedReply(Reply):
    """It is gone."""


class AuditLine(Reply):
    """Who saw what; `client` is empty where the client was deleted. `at` is UTC."""

    at: str
    action: str
    client: str
    client_id: str
    notes: int


class AuditReply(Reply):
    """`problem` is empty where every row is as it was written, and every one of the `held_against` backups agrees, and
    the system's keyring where there is an anchor in it (`anchored`)."""

    problem: str
    held_against: int
    anchored: bool
    rows: list[AuditLine]


class ExportReply(Reply):
    files: list[str]
