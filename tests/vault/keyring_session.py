"""What `test_keyring.py` does inside a login session with a real keyring: `keyring_session.py STEP FOLDER RECOVERY`."""

from __future__ import annotations

import sys
from pathlib import Path

from companion.vault import Vault, keyring_secret


def keep(vault: Vault, recovery: str) -> str:
    vault.unlock_with_recovery_key(recovery)
    vault.ways_in.keep_in_keyring()
    vault.lock()
    return f"kept, {open_it(vault, recovery)}"


def open_it(vault: Vault, _: str) -> str:
    return "opened" if vault.unlock_with_keyring() and not vault.locked and vault.clients() else "stayed locked"


def forget(vault: Vault, recovery: str) -> str:
    vault.ways_in.forget_keyring()
    assert vault._keys is not None
    left = keyring_secret.read(vault._keys.vault_id)
    return f"{open_it(vault, recovery)}, {'something' if left else 'nothing'} stored"


def change(vault: Vault, recovery: str) -> str:
    assert vault._keys is not None
    keyring_secret.keep(vault._keys.vault_id)
    return open_it(vault, recovery)


STEPS = {"keep": keep, "open": open_it, "forget": forget, "change": change}
with Vault.open(Path(sys.argv[2])) as opened:
    sys.stdout.write(STEPS[sys.argv[1]](opened, sys.argv[3]) + "\n")
