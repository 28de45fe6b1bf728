"""Restoring a backup into an empty folder, with the passphrase or the recovery key of its day."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from companion.errors import BadRequest, Damaged, EyelineError, NotFound
from companion.vault import recovery_key
from companion.vault.audit import Audit
from companion.vault.backups.contents import check, name_of, unpack
from companion.vault.backups.deletions import deletions_beside
from companion.vault.caseload import Caseload, Deleted
from companion.vault.client_file import ClientFile, open_encrypted
from companion.vault.keys import Keys, sync_folder


@dataclass(frozen=True, slots=True)
class Restored:
    """What is there again. `left_out`: clients and notes that were deleted after the backup was made."""

    clients: int
    notes: int
    left_out: int


def restore(backup: Path, folder: Path, *, passphrase: str = "", recovery_words: str = "") -> Restored:
    """Every file checked, then all of it in `folder`, locked, at once or not at all. Raises NotFound, Damaged,
    WrongPassphrase, and BadRequest where there is something in the folder already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadRequest(f"There is something in {folder} already. Restore into an empty folder; nothing was changed.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(mkdtemp(prefix=".eyeline-restoring-", dir=folder.parent))
        try:
            restored = _restore(backup, work, passphrase, recovery_words)
            work.replace(folder)
            sync_folder(folder.parent)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise EyelineError(f"The backup could not be restored ({error.strerror}). Nothing was changed.") from None
    return restored


def _restore(backup: Path, work: Path, passphrase: str, recovery_words: str) -> Restored:
    manifest, mac = unpack(backup, work)
    keys = Keys.read(work)
    if recovery_words:
        vault_key = keys.take("recovery", recovery_key.to_secret(recovery_words))
    else:
        vault_key = keys.take("passphrase", passphrase)
    _, notes = check(work, manifest, mac, vault_key)
    caseload = Caseload(work, vault_key)
    try:
        audit = Audit(caseload.file)
        if (problem := audit.problem([manifest.head])) is not None:
            raise Damaged(f"{problem} The backup was not restored.")
        gone = 0
        for deleted in deletions_beside(caseload, manifest.vault_id, backup.parent):
            gone += _delete_again(caseload, work, deleted)
        audit.write("restore", None)
        clients = len(caseload.client_ids())
    finally:
        caseload.close()
    return Restored(clients, notes if not gone else _notes(work, vault_key), gone)


def _delete_again(caseload: Caseload, work: Path, deleted: Deleted) -> int:
    """1 where it was in the backup."""
    caseload.remember_deleted(deleted)
    if deleted.client_id not in caseload.client_ids():
        return 0
    path = work / name_of(deleted.client_id)
    if not deleted.note_id:
        caseload.remove_client(deleted.client_id)
        path.unlink()
        caseload.gone(deleted.client_id)
        return 1
    key = caseload.key(deleted.client_id)
    file = ClientFile(deleted.client_id, lambda _: open_encrypted(path, deleted.client_id, key))
    try:
        file.remove_note(deleted.note_id)
    except NotFound:
        return 0
    finally:
        file.close()
    return 1


def _notes(work: Path, vault_key: bytes) -> int:
    caseload, notes = Caseload(work, vault_key), 0
    try:
        for client_id in caseload.client_ids():
            file = open_encrypted(work / name_of(client_id), client_id, caseload.key(client_id))
            notes += int((file.row("SELECT count(*) FROM notes") or (0,))[0])
            file.close()
    finally:
        caseload.close()
    return notes
