"""A reply that is about one client, and the one that every panel begins with."""

from __future__ import annotations

from dataclasses import dataclass

from companion.record import Client
from companion.service import present, replies
from companion.service.state import Running


@dataclass(frozen=True, slots=True)
class About:
    """A reply that is about one client: it goes out under that client's name, whatever chart is open by then."""

    client_id: str
    reply: replies.Reply


def overview_of(running: Running, client: Client) -> replies.OverviewReply:
    """The resting panel; its audit row is written."""
    workspace = running.workspace
    saved = workspace.overview(client.id)
    return present.overview_reply(client, saved, workspace.decisions(client.id), workspace.waiting_notes(client.id))
