"""What `test_keyring.py` does inside a login session with a real keyring: `keyring_session.py STEP FOLDER RECOVERY`."""

from __future__ import annotations

import sys
from pathlib import Path

from companion.errors import EyelineError
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


def choose_pin(vault: Vault, _: str) -> str:
    vault.ways_in.pin.choose("four words are good", "2580")
    return f"{vault.ways_in.pin.tries} tries, {try_pin(vault, '')}"


def try_pin(vault: Vault, _: str) -> str:
    """A wrong one, then the right one."""
    said = []
    for pin in ("0852", "2580"):
        try:
            vault.unlock_with_pin(pin)
            said.append("opened")
        except EyelineError as error:
            said.append(error.say)
    return ", ".join(said)


def anchor(vault: Vault, recovery: str) -> str:
    """Two rows, anchored; then the end of the audit is cut off by somebody who has the key."""
    vault.unlock_with_recovery_key(recovery)
    vault.ways_in.keep_in_keyring()
    for _ in range(2):
        vault.write_audit("open", None)
    moved = vault.anchor.move()
    with vault._open().caseload.file.writing() as connection:
        connection.execute("DROP TRIGGER audit_no_delete")
        connection.execute("DELETE FROM audit WHERE seq = 2")
    return f"{moved}, {anchored(vault, recovery)}"


def anchored(vault: Vault, recovery: str) -> str:
    """What the audit says against the anchor, and whether the anchor moves on."""
    vault.unlock_with_recovery_key(recovery)
    head = vault.anchor.head()
    return f"{vault.anchor.move()}: {vault.audit.problem([head] if head else [])}"


STEPS = {"keep": keep, "open": open_it, "forget": forget, "change": change}
STEPS |= {"choose pin": choose_pin, "try pin": try_pin, "anchor": anchor, "anchored": anchored}
with Vault.open(Path(sys.argv[2])) as opened:
    sys.stdout.write(STEPS[sys.argv[1]](opened, sys.argv[3]) + "\n")
