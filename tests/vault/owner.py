"""A second Eyeline: opens the vault in FOLDER, says `open` or the refusal, and holds on until its input ends."""

from __future__ import annotations

import sys
from pathlib import Path

from companion.errors import EyelineError
from companion.vault import Vault

try:
    with Vault.open(Path(sys.argv[1])):
        sys.stdout.write("open\n")
        sys.stdout.flush()
        sys.stdin.read()
except EyelineError as error:
    sys.stdout.write(f"{error.kind} {error.status} {error.say}\n")
