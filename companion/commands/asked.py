"""An act on a data folder: asked of the companion that runs on it, or done here with the vault opened."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from companion.commands.data_folder import opened_vault
from companion.commands.running import Companion
from companion.errors import NotFound
from companion.service import present
from companion.service.launch_replies import ClientsReply
from companion.service.replies import ClientCard, Reply
from companion.service.requests import ClientsRequest, Request
from companion.settings import Settings
from companion.vault import Vault
from companion.workspace import Workspace
from index import Embedder

Q = TypeVar("Q", bound=Request)
R = TypeVar("R", bound=Reply)


def add_client(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Whose notes are meant."""
    parser.add_argument("--client", required=required, help="the client's name as it is kept")
    parser.add_argument("--record-number", help="tells them from others of that name")
    parser.add_argument("--birth-date", type=date.fromisoformat, help="YYYY-MM-DD; tells them from others of that name")


class DataFolder:
    """The companion that runs on a data folder, or its vault. Raises NotFound where there is no vault either."""

    def __init__(self, settings: Settings) -> None:
        self._far: Companion | None = None
        self._here: Workspace | None = None
        try:
            self._far = Companion(settings.data_folder)
        except NotFound:
            if not Vault.exists(settings.data_folder):
                raise NotFound(f"There is no vault in {settings.data_folder}. Say where it is with --data.") from None
            self._here = Workspace(opened_vault(settings.data_folder), Embedder(settings.model_folder))

    def ask(self, path: str, params: Q, answer: Callable[[Workspace, Q], R], kind: type[R]) -> R:
        """By the companion's route `path`, or by the function that answers it."""
        if self._here is not None:
            return answer(self._here, params)
        assert self._far is not None
        return self._far.ask(path, params, kind)

    def client(self, name: str, record_number: str | None, birth_date: date | None) -> ClientCard:
        """The one client of that name, told from others of it by the rest. Raises NotFound where it is none, or
        several."""
        known = self.ask("/v1/clients", ClientsRequest(), _clients, ClientsReply).clients
        found = [one for one in known if one.name.casefold() == name.strip().casefold()]
        if record_number is not None:
            found = [one for one in found if one.record_tail and record_number.endswith(one.record_tail)]
        if birth_date is not None:
            found = [one for one in found if one.birth_date == birth_date]
        if len(found) != 1:
            several = "Several are called that: say --birth-date or --record-number too"
            raise NotFound(f"{several if found else 'No client is called that'}. Nothing was changed.")
        return found[0]

    def close(self) -> None:
        if self._far is not None:
            self._far.close()
        if self._here is not None:
            self._here.lock()
            self._here.vault.close()

    def __enter__(self) -> DataFolder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _clients(workspace: Workspace, _params: ClientsRequest) -> ClientsReply:
    return ClientsReply(clients=[present.client_card(client) for client in workspace.vault.clients()])
