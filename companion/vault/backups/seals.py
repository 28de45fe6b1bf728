"""The seals of backups that were made before the vault's key was renewed: their audit heads are anchors still."""

from __future__ import annotations

import json

from companion.vault.backups.manifest import seal_of
from companion.vault.caseload import Caseload

_SETTING = "former_seals"
"""Of the caseload: JSON, hex."""


def former_seals(caseload: Caseload) -> list[bytes]:
    """Oldest first."""
    return [bytes.fromhex(seal) for seal in json.loads(caseload.setting(_SETTING) or "[]")]


def remember_seal(caseload: Caseload, vault_key: bytes) -> None:
    """Before that key is forgotten."""
    kept = [*former_seals(caseload), seal_of(vault_key)]
    caseload.set_setting(_SETTING, json.dumps([seal.hex() for seal in kept]))
