"""What chains the audit's rows together: each row's mark is a hash of the row and of the mark before it.

A row that is changed, put in, taken out or moved breaks the chain at that place. A chain that was cut off at its end,
or made anew as a whole, does not show by itself: for that a head, kept elsewhere (an anchor), is compared.
Released: files on disk hold these marks, so this function is never changed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256

StoredRow = tuple[int, str, str, str | None, str]
"""seq, at, action, client_id, note_ids: as the columns hold them."""
FIRST = bytes(32)
"""What stands before the first row."""


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The last row of a chain: its number (0 for none) and its mark."""

    seq: int = 0
    mark: bytes = FIRST


def mark_of(before: bytes, row: StoredRow) -> bytes:
    """32 bytes over the row and what stands before it."""
    return sha256(before + json.dumps(row, separators=(",", ":")).encode("ascii")).digest()
