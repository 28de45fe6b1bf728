"""What an actor's lines say is in the vault, and whether it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from companion.vault import Vault
from companion.vault.audit_chain import AuditHead
from companion.vault.backups.manifest import heads_beside, seal_of
from companion.vault.backups.seals import former_seals


@dataclass
class Acknowledged:
    """By client: the notes that must be there, those that must not, the last decision; what must be in `backups`. The
    act that was under way when the actor ended may have been done or not: `open` is a client it may have been about."""

    notes: dict[str, set[str]] = field(default_factory=dict)
    gone_notes: set[str] = field(default_factory=set)
    gone_clients: set[str] = field(default_factory=set)
    decided: dict[str, str] = field(default_factory=dict)
    backups: set[str] = field(default_factory=set)
    seen: int = 0

    @classmethod
    def of(cls, vault: Vault) -> Acknowledged:
        """What is in a vault now."""
        known = cls(seen=len(vault.audit.rows()))
        for client in vault.clients():
            file = vault.open_client(client.id)
            known.notes[client.id] = {note.id for note in file.notes()}
            known.decided[client.id] = file.decisions().get("theme:x:pin", "")
        return known

    def hear(self, lines: Sequence[str]) -> None:
        for line in lines:
            act, client, what = line.split(" ", 2)
            match act:
                case "note":
                    self.notes[client].add(what)
                case "decide":
                    self.decided[client] = f'"{what}"'
                case "see":
                    self.seen += 1
                case "delete_note":
                    self.notes[client].discard(what)
                    self.gone_notes.add(what)
                case "add_client":
                    self.notes[client] = set()
                case "delete_client":
                    del self.notes[client]
                    self.gone_clients.add(client)
                case "renew":
                    self.seen += 1
                case "back_up":
                    self.backups.add(what)
                    self.seen += 1

    def wrong(self, vault: Vault, backups: Path) -> list[str]:
        """What was acknowledged and is not so, in words; one act more than was acknowledged is allowed."""
        found: list[str] = []
        there = {client.id for client in vault.clients()}
        lost = self.notes.keys() - there
        found += [f"client {each} lost" for each in sorted(lost)[1:]]  # one deletion may have been under way
        found += [f"client {each} is back" for each in self.gone_clients & there]
        missing = 0
        for client_id in there & self.notes.keys():
            file = vault.open_client(client_id)
            found += [f"{client_id}: {problem}" for problem in file.problems()]
            notes = {note.id: note.text for note in file.notes()}
            missing += len(self.notes[client_id] - notes.keys())
            found += [f"note {each} is back" for each in self.gone_notes & notes.keys()]
            found += [f"note {i} holds another's words" for i, text in notes.items() if client_id not in text]
        if missing + len(lost) > 1:
            found.append(f"{missing} notes lost")
        found += [f"backup {each} lost" for each in self.backups if not (backups / each).exists()]
        if len(vault.audit.rows()) < self.seen:
            found.append("audit rows lost")
        if (problem := vault.audit.problem(_heads(vault, backups))) is not None:
            found.append(problem)
        return found


def _heads(vault: Vault, backups: Path) -> list[AuditHead]:
    inside = vault._open()
    return list(heads_beside(backups, [seal_of(inside.key), *former_seals(inside.caseload)]))
