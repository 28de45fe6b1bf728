"""Removes a vault from its folder. What cannot be removed keeps nobody from the rest, and is no use without its key."""

from __future__ import annotations

import shutil
from pathlib import Path

from companion.vault.caseload import FILE_NAME as CASELOAD_NAME
from companion.vault.keys import FILE_NAME as KEYS_NAME
from companion.vault.keys import sync_folder

CLIENTS = "clients"


def remove_vault(folder: Path) -> None:
    """The ways in first: from then on the rest opens nothing. The place stays, for a vault that is still to be made."""
    (folder / KEYS_NAME).unlink(missing_ok=True)
    sync_folder(folder)
    remove_files(folder)
    (folder / CLIENTS).mkdir(mode=0o700, exist_ok=True)


def remove_files(folder: Path) -> None:
    """Every encrypted file, of a vault that nothing opens any more."""
    remove_caseload(folder)
    shutil.rmtree(folder / CLIENTS, ignore_errors=True)
    sync_folder(folder)


def remove_caseload(folder: Path) -> None:
    for file in folder.glob(f"{CASELOAD_NAME}*"):
        file.unlink(missing_ok=True)
