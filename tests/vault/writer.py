"""A process to be killed: adds files and their vectors to one client without end, and says so after each commit.

    python writer.py FOLDER RECOVERY_KEY CLIENT FIRST_NUMBER

Lines on standard output: `begin N`, `noted N` (add_file has returned), `embedded N` (save_vectors has returned).
"""

from __future__ import annotations

import itertools
import sys
from datetime import date
from pathlib import Path

from companion.record import Note
from companion.vault import PassageRow, Vault

PASSAGES = 120


def main() -> None:
    folder, recovery, client_id, first = sys.argv[1:]
    vault = Vault.open(Path(folder))
    vault.unlock_with_recovery_key(recovery)
    file = vault.open_client(client_id)
    for number in itertools.count(int(first)):
        text = f"Killed note {number}. " * 600
        note = Note(f"k{number}", f"{number}.txt", "progress", "DAP", "record", None, date(2025, 1, 1), text)
        passages = [PassageRow(None, note.id, at * 40, at * 40 + 40, "Data", "client", False) for at in range(PASSAGES)]
        _say(f"begin {number}")
        file.add_file(sha256=f"{number:064}", name=note.source_name, notes=[note], passages=passages)
        _say(f"noted {number}")
        rows = [(p.id, bytes(1536)) for p in file.waiting("m", 1000) if p.id is not None]
        file.save_vectors("m", rows)
        _say(f"embedded {number}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


main()
