"""The backups of an open vault."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from companion.vault.audit_chain import AuditHead
from companion.vault.backups.deletions import backup_folder
from companion.vault.backups.making import Backup, back_up, check_place
from companion.vault.backups.manifest import heads_beside, seal_of
from companion.vault.backups.seals import former_seals
from companion.vault.keys import Keys
from companion.vault.unlocked import Unlocked


class Backups:
    """Made by `Vault.backups`."""

    def __init__(self, folder: Path, unlocked: Unlocked, keys: Keys) -> None:
        self._folder = folder
        self._unlocked = unlocked
        self._keys = keys

    def make(self, to: Path, now: datetime) -> Backup:
        """One more, proven, in the folder `to`; older ones stay. Raises BadRequest for a place that cannot be used, and
        EyelineError (a full disk, a lock meanwhile) with nothing left behind."""
        made = back_up(self._folder, self._unlocked, self._keys, to, now)
        self._unlocked.audit.write("backup", None)
        return made

    def check_place(self, to: Path) -> None:
        """Raises BadRequest for a folder in which none can be made."""
        check_place(self._folder, to)

    @property
    def folder(self) -> Path | None:
        """Where the last one was made."""
        return backup_folder(self._unlocked.caseload)

    def heads(self) -> Iterator[AuditHead]:
        """Where the audit ended when each was made: what it is held against (`Audit.problem`)."""
        if self.folder is not None:
            seals = [seal_of(self._unlocked.key), *former_seals(self._unlocked.caseload)]
            yield from heads_beside(self.folder, seals)
