"""Charts: matching joined with what the therapist has said about them. Shows nothing of anybody."""

from __future__ import annotations

from companion.errors import NotSure
from companion.matching import Match, chart_keys, is_blank, match, name_words
from companion.record import ChartIdentity, Client
from companion.vault import Vault


def open_chart(vault: Vault, identity: ChartIdentity) -> Match:
    """Whose chart this is: sure, to be asked, or unknown."""
    return match(identity, vault.clients(), vault.charts.memory(chart_keys(identity)))


def confirm_chart(vault: Vault, identity: ChartIdentity, client_id: str) -> Client:
    """The therapist says whose chart it is. What the page knows of the client and we do not is kept with the client, so
    that more can agree next time. Raises NotSure unless the page itself agrees with that client."""
    found = open_chart(vault, identity)
    fitting = {client.id: client for client in (*found.candidates, *found.rejected)}
    if client_id not in fitting:
        raise NotSure("The chart does not agree with that client in two ways, so nothing is linked.")
    client = fitting[client_id]
    learns_record = is_blank(client.record_number) and not is_blank(identity.record_number)
    vault.charts.confirm(
        chart_keys(identity),
        client_id,
        name=name_words(identity.name),
        beside=fitting,
        record_number=identity.record_number if learns_record else None,
        birth_date=identity.birth_date if client.birth_date is None else None,
    )
    return vault.client(client_id)


def reject_chart(vault: Vault, identity: ChartIdentity, client_id: str) -> Match:
    """The therapist says whose chart it is not; what it is then. Raises NotFound for no such client."""
    vault.charts.reject(chart_keys(identity), client_id)
    return open_chart(vault, identity)
