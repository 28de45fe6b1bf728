"""A process to be killed, starved or cut off: does one thing after another to a vault, and says so after each.

    python -m tests.trust.actor FOLDER RECOVERY_KEY SEED ACTS BACKUPS

A line is `act client argument`, said when the act has returned; `refused sentence` where it raised an EyelineError.
Acts are the same for the same seed, as far as each act's outcome is the same.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from companion.errors import EyelineError
from companion.record import Note
from companion.vault import PassageRow, Vault
from companion.vault.recovery_key import to_secret

PASSAGES = 6
NOTE_LENGTH = 40
"""How often a note says whose it is."""


class Actor:
    """`known` is what the vault holds by what was acknowledged: notes by client, decisions by client."""

    def __init__(self, vault: Vault, seed: int, recovery: str, backups: Path) -> None:
        self._vault = vault
        self._chance = random.Random(seed)
        self._recovery = recovery
        self._backups = backups
        self._at = 0

    def act(self) -> str:
        """One thing; what was done, with its arguments."""
        self._at += 1
        often, seldom = [self._note, self._note, self._decide, self._see], [self._wrap, self._back_up]
        seldom += [self._renew, self._renew_client, self._renew_client]
        kinds: list[Callable[[str], str]] = [*often * 3, *seldom]
        kinds += [self._delete_note, self._add_client, self._delete_client]
        clients = [client.id for client in self._vault.clients()]
        return self._chance.choice(kinds)(self._chance.choice(clients))

    def _note(self, client: str) -> str:
        number = self._chance.getrandbits(48)
        text = f"{client} note {number}. " * NOTE_LENGTH
        note = Note(f"n{number}", f"{number}.txt", "progress", "DAP", "record", None, date(2025, 1, 1), text)
        passages = [PassageRow(None, note.id, at * 40, at * 40 + 40, "Data", "client", False) for at in range(PASSAGES)]
        file = self._vault.open_client(client)
        file.add_file(sha256=f"{number:064}", name=note.source_name, notes=[note], passages=passages)
        return f"note {client} {note.id}"

    def _decide(self, client: str) -> str:
        value = self._chance.getrandbits(40)
        self._vault.open_client(client).decide("theme:x:pin", f'"{value}"')
        return f"decide {client} {value}"

    def _see(self, client: str) -> str:
        self._vault.write_audit("open", client)
        return f"see {client} -"

    def _delete_note(self, client: str) -> str:
        notes = self._vault.open_client(client).notes()
        if not notes:
            return "nothing - -"
        gone = self._chance.choice(notes).id
        self._vault.delete_note(client, gone)
        return f"delete_note {client} {gone}"

    def _add_client(self, _client: str) -> str:
        return f"add_client {self._vault.add_client(name=f'Client {self._at}').id} -"

    def _delete_client(self, client: str) -> str:
        if len(self._vault.clients()) < 3:
            return "nothing - -"
        self._vault.delete_client(client)
        return f"delete_client {client} -"

    def _wrap(self, _client: str) -> str:
        """The recovery key wraps the vault key anew: what a renewal does, without its slow hash."""
        keys = self._vault._real_keys()
        keys.put("recovery", to_secret(self._recovery), self._vault._open().key)
        keys.save()
        return "wrap - -"

    def _renew(self, _client: str) -> str:
        """The vault key anew, wrapped by the same recovery key, and without the passphrase's slow hash."""
        keys = self._vault._real_keys()

        def wrap(key: bytes) -> None:
            keys.put("recovery", to_secret(self._recovery), key)
            keys.drop("passphrase")

        self._vault._renew(self._vault._open().key, wrap)
        return "renew - -"

    def _renew_client(self, _client: str) -> str:
        for client in self._vault.client_renewal.each():
            return f"renew_client {client} -"
        return "nothing - -"

    def _back_up(self, _client: str) -> str:
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self._chance.getrandbits(28))
        return f"back_up - {self._vault.backups.make(self._backups, at).path.name}"


def main() -> None:
    folder, recovery, seed, acts, backups = sys.argv[1:]
    try:
        vault = Vault.open(Path(folder))
        vault.unlock_with_recovery_key(recovery)
    except EyelineError as error:
        _say(f"refused {error.say}")
        return
    actor = Actor(vault, int(seed), recovery, Path(backups))
    for _ in range(int(acts)):
        try:
            _say(actor.act())
        except EyelineError as error:
            _say(f"refused {error.say}")
    vault.close()
    _say("end - -")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
