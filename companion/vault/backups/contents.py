"""Opening what is in a backup, and checking all of it."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

from companion.errors import NotFound
from companion.vault.backups.manifest import MANIFEST, Manifest, damaged, read_manifest, seal_of
from companion.vault.caseload import FILE_NAME as CASELOAD_NAME
from companion.vault.caseload import Caseload
from companion.vault.cipher import EncryptedFile
from companion.vault.client_file import open_encrypted
from companion.vault.keys import FILE_NAME as KEYS_NAME

_ID = frozenset("0123456789abcdef")


def unpack(backup: Path, work: Path) -> tuple[Manifest, str]:
    """All of a backup's files in the empty folder `work`, each compared with what the manifest says; the manifest and
    its HMAC. Raises NotFound, Damaged."""
    if not backup.is_file():
        raise NotFound(f"There is no backup at {backup}. Check the path and try again.")
    (work / "clients").mkdir(mode=0o700)
    try:
        with zipfile.ZipFile(backup) as packed:
            manifest, mac = read_manifest(packed)
            if sorted(packed.namelist()) != sorted([MANIFEST, *manifest.files]):
                raise damaged()
            for name, expected in manifest.files.items():
                if _unpack(packed, name, work / _place(name)) != expected:
                    raise damaged()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise damaged() from None
    return manifest, mac


def check(work: Path, manifest: Manifest, mac: str, vault_key: bytes) -> tuple[dict[str, str], int]:
    """Opens all that was unpacked, every page of it: the fingerprint of each database by name, and how many notes there
    are. Raises Damaged."""
    if not manifest.is_sealed_by(mac, seal_of(vault_key)):
        raise damaged()
    notes, prints = 0, dict[str, str]()
    caseload = Caseload(work, vault_key)
    try:
        prints[CASELOAD_NAME] = _sound(caseload.file)
        clients = {name_of(client_id): client_id for client_id in caseload.client_ids()}
        if clients.keys() | {KEYS_NAME, CASELOAD_NAME} != manifest.files.keys():
            raise damaged()
        for name, client_id in clients.items():
            file = open_encrypted(work / name, client_id, caseload.key(client_id))
            try:
                prints[name] = _sound(file)
                notes += int((file.row("SELECT count(*) FROM notes") or (0,))[0])
            finally:
                file.close()
    finally:
        caseload.close()
    return prints, notes


def name_of(client_id: str) -> str:
    """A client's file in a backup."""
    return f"clients/{client_id}.db"


def _sound(file: EncryptedFile) -> str:
    if file.problems():
        raise damaged()
    return file.fingerprint()


def _unpack(packed: zipfile.ZipFile, name: str, to: Path) -> str:
    hashed = hashlib.sha256()
    handle = os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as out, packed.open(name) as stream:
        while part := stream.read(1024 * 1024):
            hashed.update(part)
            out.write(part)
    return hashed.hexdigest()


def _place(name: str) -> str:
    """The same name, if it is one of ours: nothing is written anywhere else. Raises Damaged."""
    client_id = name.removeprefix("clients/").removesuffix(".db")
    is_clients = name == name_of(client_id) and len(client_id) == 32 and set(client_id) <= _ID
    if not is_clients and name not in (KEYS_NAME, CASELOAD_NAME):
        raise damaged()
    return name
