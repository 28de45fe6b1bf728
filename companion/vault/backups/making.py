"""Making a backup: the whole vault in one file, encrypted as the vault is, each file in it of one moment.

A zip, not compressed (what is encrypted cannot be), of `manifest.json`, `keys.json` without the keyring's wrap,
`caseload.db` and `clients/<id>.db`. It opens with the passphrase or the recovery key of its day.

A backup gets its name only when it has been proven: read back from where it was written, every file opened with its
key, every page checked, and all that is in it compared with what was in the vault when it was copied.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from companion.errors import BadRequest, EyelineError, NotFound
from companion.vault.audit import Audit
from companion.vault.audit_chain import AuditHead
from companion.vault.backups.contents import check, name_of, unpack
from companion.vault.backups.deletions import make_ready, tell_deletions
from companion.vault.backups.manifest import ENDING, FORMAT, MANIFEST, Manifest, seal_of
from companion.vault.caseload import FILE_NAME as CASELOAD_NAME
from companion.vault.caseload import Caseload
from companion.vault.keys import FILE_NAME as KEYS_NAME
from companion.vault.keys import Keys, sync_folder
from companion.vault.unlocked import Unlocked

WORK = "backup-at-work-"
"""What a backup under way keeps in the vault's folder, encrypted; whatever a kill leaves of it goes at the next one."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that has been proven."""

    path: Path
    made_at: datetime
    clients: int
    notes: int


def back_up(folder: Path, unlocked: Unlocked, keys: Keys, to: Path, now: datetime) -> Backup:
    """One more backup of the vault in `folder`, in the folder `to`; older ones stay. Raises BadRequest for a place that
    cannot be used, EyelineError (a full disk, a lock meanwhile) with nothing left behind."""
    check_place(folder, to)
    for left in folder.glob(f"{WORK}*"):
        shutil.rmtree(left, ignore_errors=True)
    path = _free_name(to, now)
    part = path.with_suffix(".part")
    try:
        work = Path(mkdtemp(prefix=WORK, dir=folder))
        try:
            make_ready(unlocked.caseload)
            with unlocked.keys_at_rest:
                prints, head = _copy(unlocked, work)
            _copy_keys(keys, work)
            hashes = {name: _sha256(work / name) for name in (KEYS_NAME, *prints)}
            manifest = Manifest(FORMAT, keys.vault_id, now.isoformat(), head.seq, head.mark.hex(), hashes)
            _write(part, work, manifest, seal_of(unlocked.key))
        finally:
            shutil.rmtree(work, ignore_errors=True)
        notes = _prove(part, folder, unlocked.key, prints)
        part.replace(path)
        sync_folder(to)
        tell_deletions(unlocked.caseload, keys.vault_id, to)
    except OSError as error:
        raise EyelineError(f"The backup could not be written ({error.strerror}). Nothing of it was kept.") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return Backup(path, now, len(prints) - 1, notes)


def _free_name(to: Path, now: datetime) -> Path:
    """A clock that was put back may come to the second of an older backup, which stays."""
    name = f"eyeline-{now:%Y-%m-%d-%H%M%S}"
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    return next(path for path in (to / f"{name}{ENDING}" for name in names) if not path.exists())


def _copy(unlocked: Unlocked, work: Path) -> tuple[dict[str, str], AuditHead]:
    """The fingerprint of every file, by name, and where the copied audit ends. The caseload comes last: a client who
    was added meanwhile is in both or in neither, one who was deleted is in neither."""
    caseload, prints = unlocked.caseload, dict[str, str]()
    (work / "clients").mkdir(mode=0o700)
    while True:
        for client_id in caseload.client_ids() - {Path(name).stem for name in prints}:
            try:
                file, key = unlocked.files.get(client_id), caseload.key(client_id)
                prints[name_of(client_id)] = file.copy_to(work / name_of(client_id), key)
            except NotFound:  # deleted meanwhile
                (work / name_of(client_id)).unlink(missing_ok=True)
        (work / CASELOAD_NAME).unlink(missing_ok=True)
        of_caseload = caseload.file.copy_to(work / CASELOAD_NAME, unlocked.key)
        copied = Caseload(work, unlocked.key)
        try:
            wanted, head = {name_of(client_id) for client_id in copied.client_ids()}, Audit(copied.file).head()
        finally:
            copied.close()
        for name in prints.keys() - wanted:
            del prints[name]
        if wanted == prints.keys():
            return prints | {CASELOAD_NAME: of_caseload}, head


def _copy_keys(keys: Keys, work: Path) -> None:
    """The ways in that a therapist carries in their head or on paper; the keyring's is this machine's alone."""
    copied = keys.copy(work)
    for here_alone in ("keyring", "pin", "previous"):
        copied.drop(here_alone)
    copied.save()


def _write(part: Path, work: Path, manifest: Manifest, seal: bytes) -> None:
    handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600)
    with os.fdopen(handle, "w+b") as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
            packed.writestr(MANIFEST, manifest.sealed(seal))
            for name in manifest.files:
                packed.write(work / name, name)
        stream.flush()
        os.fsync(stream.fileno())


def _prove(part: Path, folder: Path, vault_key: bytes, prints: dict[str, str]) -> int:
    """Reads the backup back; how many notes are in it. Raises EyelineError where it is not what was copied."""
    work = Path(mkdtemp(prefix=WORK, dir=folder))
    try:
        found, notes = check(work, *unpack(part, work), vault_key)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if found != prints:
        raise EyelineError("The backup was read back and is not what was copied, so it was not kept. Try another disk.")
    return notes


def check_place(folder: Path, to: Path) -> None:
    """Whether the vault in `folder` can have a backup in `to`. Raises BadRequest."""
    if not to.is_dir():
        raise BadRequest(f"There is no folder {to}. Make it, or choose another for backups.")
    if to.resolve().is_relative_to(folder.resolve()):
        raise BadRequest("A backup inside Eyeline's own folder is lost with it. Choose a folder on another disk.")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
