"""What was deleted, told to the backups that were made before: a list beside them, by ids alone.

A restored backup loses what the list names. The list is authenticated with a key that stands in the caseload since
before the first backup, and so in every backup: nobody else can have a client left out of a restore.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from contextlib import suppress
from pathlib import Path

from companion.errors import Damaged
from companion.vault.caseload import Caseload, Deleted
from companion.vault.keys import write_whole

_KEY = "deletions_key"
_FOLDER = "backup_folder"
"""Settings of the caseload: the list's key, and where the last backup was made."""


def make_ready(caseload: Caseload) -> None:
    """Before a backup is copied: the key of the list goes into it."""
    if caseload.setting(_KEY) is None:
        caseload.set_setting(_KEY, secrets.token_hex(32))


def tell_deletions(caseload: Caseload, vault_id: str, folder: Path) -> None:
    """The list of all that was deleted, beside the backups in `folder`, which are told of later deletions too."""
    caseload.set_setting(_FOLDER, str(folder.resolve()))
    listed = [[one.client_id, one.note_id, one.deleted_at] for one in caseload.deleted()]
    write_whole(_path(folder, vault_id), json.dumps({"deleted": listed, "mac": _mac(caseload, listed)}).encode())


def tell_if_there(caseload: Caseload, vault_id: str) -> None:
    """After a deletion: where the last backup was made, if that disk is there; else with the next backup."""
    folder = caseload.setting(_FOLDER)
    if folder is not None:
        with suppress(OSError):
            tell_deletions(caseload, vault_id, Path(folder))


def backup_folder(caseload: Caseload) -> Path | None:
    """Where the last backup was made."""
    folder = caseload.setting(_FOLDER)
    return None if folder is None else Path(folder)


def deletions_beside(caseload: Caseload, vault_id: str, folder: Path) -> list[Deleted]:
    """What the list in `folder` names; nothing where there is none. Raises Damaged with what to do."""
    path = _path(folder, vault_id)
    try:
        said = json.loads(path.read_bytes())
        listed = said["deleted"]
        if not hmac.compare_digest(str(said["mac"]).encode(), _mac(caseload, listed).encode()):
            raise ValueError
        return [Deleted(*(str(each) for each in row)) for row in listed]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError):
        raise Damaged(
            f"The list of what was deleted since ({path.name}, beside the backup) is damaged. Nothing was restored. To"
            " restore what was deleted too, move that file away."
        ) from None


def _mac(caseload: Caseload, listed: list[list[str]]) -> str:
    key = bytes.fromhex(caseload.setting(_KEY) or "")
    return hmac.new(key, json.dumps(listed).encode(), hashlib.sha256).hexdigest()


def _path(folder: Path, vault_id: str) -> Path:
    return folder / f"eyeline-{vault_id[:8]}.deleted"
