"""What the window alone may ask about the clients: no chart is open, so each request names its client by their id."""

from __future__ import annotations

from companion.decisions import About, What
from companion.service.requests import Id, Key, Request, SplitValue, Value


class ClientListRequest(Request):
    pass


class ClientRequest(Request):
    client_id: Id


class ClientFindingRequest(Request):
    """A theme or a goal of this client, by the key that a reply gave it."""

    client_id: Id
    key: Key


class ClientDecideRequest(Request):
    """As `DecideRequest`, where no chart is open."""

    client_id: Id
    about: About
    key: Key
    what: What
    value: Value | SplitValue | None
