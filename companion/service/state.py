"""What one run of the service works with, and what it tells panels of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from companion.ehr_desk import EhrDesk, forget_client
from companion.ehr_pulls import EhrPulls
from companion.errors import Busy, Locked, Refused
from companion.import_job import Imports
from companion.launched_charts import LaunchedCharts
from companion.reading import Reading
from companion.record import Client, NoteClass
from companion.scheduled_backups import ScheduledBackups
from companion.service.events import Events
from companion.service.idle_lock import MINUTES, SETTING, IdleLock
from companion.service.one_window import OneWindow
from companion.service.pairing import PairingDesk
from companion.service.sessions import Peer, Sessions
from companion.upkeep import Upkeep
from companion.vault import Consent, Vault
from companion.workspace import Workspace

LAUNCH = "launch"
"""The pairing id under which the command line and the window come."""


class SampleClient(Protocol):
    """An invented client, to play with."""

    @property
    def record_number(self) -> str: ...

    @property
    def notes(self) -> Path:
        """The folder of the notes about them."""

    def add_to(self, vault: Vault) -> Client: ...


@dataclass(slots=True)
class Running:
    """One run of the companion. `launch_key` is handed to the command line through launch.json, to the window through
    js_api; it is worth nothing after this run."""

    workspace: Workspace
    port: int
    launch_key: bytes = field(repr=False)
    samples: Sequence[SampleClient] = ()
    sessions: Sessions = field(default_factory=Sessions)
    desk: PairingDesk = field(default_factory=PairingDesk)
    events: Events = field(default_factory=Events)
    version: str = field(default_factory=lambda: version("eyeline"))
    reading: Reading = field(init=False)
    imports: Imports = field(init=False)
    ehrs: EhrDesk = field(init=False)
    pulls: EhrPulls = field(init=False)
    charts: LaunchedCharts = field(init=False)
    backups: ScheduledBackups = field(init=False)
    window: OneWindow = field(init=False)
    idle: IdleLock = field(init=False)
    upkeep: Upkeep = field(init=False)

    def __post_init__(self) -> None:
        self.ehrs = EhrDesk(self.workspace.vault, self.port)
        self.pulls = EhrPulls(self.workspace, self.ehrs, self._came_in)
        self.charts = LaunchedCharts(self.workspace, self.ehrs.launches, f"http://127.0.0.1:{self.port}")
        self.imports = Imports(self.workspace)
        self.backups = ScheduledBackups(self.workspace.vault, lambda: self.events.tell("backup", pairing=LAUNCH))
        self.window = OneWindow(lambda: self.events.tell("come_to_front", pairing=LAUNCH))
        self.idle = IdleLock(self.lock, self.lock_after, self._is_busy)
        self.upkeep = Upkeep(self.workspace, lambda client: self.events.tell("notes_read", client_id=client))
        self.reading = Reading(self.workspace, lambda client: self.events.tell("notes_read", client_id=client))

    def _is_busy(self) -> bool:
        """Something that was asked for is still at work: no lock comes in between."""
        return self.imports.under_way or self.pulls.under_way or self.backups.under_way

    def key_of(self, pairing: str, origin: str) -> tuple[Peer, bytes]:
        """The key a caller claims to hold. Raises Refused for an unknown or revoked pairing and for another origin,
        Locked where the pairings cannot be read."""
        from_extension = "-extension://" in origin
        if pairing == LAUNCH:
            if from_extension:
                raise Refused("Refused.")
            return "launch", self.launch_key
        if self.workspace.vault.locked:
            raise Locked()
        for known in self.workspace.vault.pairings():
            if known.id == pairing and known.origin == origin and from_extension:
                return "panel", known.key
        raise Refused("Refused.")

    def unlock(self, passphrase: str | None, recovery_key: str | None, pin: str | None) -> None:
        """Opens the vault by one of the three, tells the panels, goes on with what waits. Raises WrongPassphrase."""
        if recovery_key is not None:
            self.workspace.vault.unlock_with_recovery_key(recovery_key)
        elif pin is not None:
            self.workspace.vault.unlock_with_pin(pin)
        else:
            self.workspace.vault.unlock(passphrase or "")
        self._unlocked()

    def renew_keys(self, passphrase: str) -> str:
        """Every key anew; the new recovery key. Panels go blank meanwhile, and the clients' files follow in the
        background. Raises WrongPassphrase, Busy, and EyelineError with nothing changed."""
        if self.imports.under_way or self.pulls.under_way:
            raise Busy("Notes are coming in. Renew the keys when that is done; nothing was changed.")
        self.workspace.vault.unlock(passphrase)
        self.lock()
        try:
            return self.workspace.vault.renew_keys(passphrase)
        finally:
            if not self.workspace.vault.locked:
                self._unlocked()

    def _unlocked(self) -> None:
        self.idle.used()
        self.events.tell("unlocked")
        self.reading.wake()
        self.upkeep.wake()

    def make_vault(self, passphrase: str) -> str:
        """First run: makes the vault and leaves it open; its recovery key."""
        recovery_key = self.workspace.vault.make(passphrase)
        self._unlocked()
        return recovery_key

    def lock(self) -> None:
        """Drops keys and caches, closes every scope, tells the panels. Scopes are closed last: a request that was under
        way finds the vault locked before it is answered (`app.still_open`)."""
        self.pulls.drop()
        self.ehrs.launches.forget()
        self.workspace.lock()
        self.sessions.close_scopes()
        self.events.tell("locked")

    def hide_classes(self, hidden: Collection[NoteClass]) -> None:
        """The notes of these classes are shown nowhere from now on: every panel asks for its chart again."""
        self.workspace.hide_classes(hidden)
        self.reading.again()
        self.events.tell("notes_read")

    def remove_client(self, client_id: str) -> None:
        """A client and all that is kept of them; what was still coming in for them is stopped first, and every panel
        that shows them goes blank."""
        if self.imports.client_id == client_id:
            self.imports.stop()
        self.pulls.drop()
        self.ehrs.launches.forget()
        forget_client(self.workspace.vault, client_id)
        self.workspace.delete_client(client_id)
        self.reading.forget(client_id)
        self.sessions.close_scopes(client_id)
        self.events.tell("notes_read", client_id=client_id)

    def record_consent(self, client_id: str, consent: Consent) -> None:
        """What a client said about their notes being read. After a no, what was coming in for them is stopped, and
        every panel that shows them goes blank; after a yes they are read."""
        vault = self.workspace.vault
        if not consent.allows and self.imports.client_id == client_id:
            self.imports.stop()
        if not consent.allows:
            self.pulls.drop()
        vault.write_audit("consent", client_id)
        vault.consents.record(client_id, consent)
        self.workspace.forget(client_id)
        if consent.allows:
            self.reading.add(client_id)
        else:
            self.reading.forget(client_id)
            self.sessions.close_scopes(client_id)
        self.events.tell("notes_read", client_id=client_id)

    def wipe(self) -> None:
        """Everything that is kept, and every browser's pairing. What comes next is a first run."""
        pairings = self.workspace.vault.pairings()
        self.imports.stop()
        for pairing in pairings:
            self.sessions.end(pairing.id)
        self.lock()
        self.workspace.vault.wipe()

    def _came_in(self, client_id: str) -> None:
        """Notes of theirs were pulled."""
        self.reading.add(client_id)
        self.events.tell("notes_read", client_id=client_id)

    def lock_after(self) -> int:
        """Minutes without an act after which the vault locks; 0 for never, and while it is locked."""
        try:
            said = self.workspace.vault.setting(SETTING)
        except Locked:
            return 0
        return MINUTES if said is None else int(said)

    def set_lock_after(self, minutes: int) -> None:
        self.workspace.vault.set_setting(SETTING, str(minutes))

    def revoke(self, pairing: str) -> None:
        """Ends a browser's pairing: what it has asked and not been answered goes unanswered."""
        self.workspace.vault.remove_pairing(pairing)
        self.sessions.end(pairing)
        self.events.tell("revoked", pairing=pairing)
