"""Where the audit ended, kept in the system's keyring where that is used: a chain that was cut off or made anew shows
against it. What is in the keyring opens nothing, and nothing is lost with it: without it there is one anchor less."""

from __future__ import annotations

from companion.vault import keyring_secret
from companion.vault.audit import Audit
from companion.vault.audit_chain import FIRST, AuditHead
from companion.vault.keys import Keys

_SEQ_BYTES = 8


def in_use(keys: Keys) -> bool:
    """Whether the therapist lets Eyeline use the keyring at all."""
    return "keyring" in keys or "pin" in keys


def forget_anchor(keys: Keys) -> None:
    """Another vault of this id (one that was restored) may have left one."""
    keyring_secret.forget(keys.vault_id, "audit")


class KeyringAnchor:
    """Made by `Vault.anchor`. The keyring may be slow: not to be asked while somebody waits."""

    def __init__(self, keys: Keys, audit: Audit) -> None:
        self._keys = keys
        self._audit = audit

    def head(self) -> AuditHead | None:
        """Where the audit ended when the anchor was last moved; None where there is none."""
        kept = keyring_secret.read(self._keys.vault_id, "audit") if in_use(self._keys) else None
        if kept is None or len(kept) != _SEQ_BYTES + len(FIRST):
            return None
        return AuditHead(int.from_bytes(kept[:_SEQ_BYTES], "big"), kept[_SEQ_BYTES:])

    def move(self) -> bool:
        """To where the audit ends now. False where the audit does not hold what was known: the anchor stays then, so
        that it is told every time (`Audit.problem`)."""
        known = self.head()
        if known is not None and not self._audit.holds(known):
            return False
        head = self._audit.head()
        if in_use(self._keys) and head != known:
            keyring_secret.put(self._keys.vault_id, "audit", head.seq.to_bytes(_SEQ_BYTES, "big") + head.mark)
        return True
