"""The charts of `caseload.db`: whose each is, by the therapist's word, and whose it is not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from companion.chart_memory import ChartKeys, ChartLink, ChartMemory
from companion.errors import NotFound
from companion.record import Day
from companion.vault.cipher import EncryptedFile

_AT = "WHERE site = ? AND key IN (?, ?)"
_LINKS = f"SELECT key, client_id, name, gave_record, gave_birth FROM chart_links {_AT}"  # noqa: S608 (ours alone)
_REJECTED = f"SELECT client_id FROM chart_rejections {_AT}"  # noqa: S608 (ours alone)
_TAKE_BACK = (
    "UPDATE clients SET record_number = nullif(record_number, ?), birth_date = nullif(birth_date, ?) WHERE id = ?"
)
_GAVE_NOTHING = (
    "UPDATE chart_links SET gave_record = NULL, gave_birth = NULL WHERE site = ? AND key = ? AND client_id = ?"
)
_UNLINK = "DELETE FROM chart_links WHERE site = ? AND key = ? AND client_id = ?"
_LINK = (
    "INSERT INTO chart_links (site, key, client_id, name, gave_record, gave_birth, linked_on)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site, key, client_id) DO UPDATE SET"
    " name = CASE excluded.name WHEN '' THEN name ELSE excluded.name END,"
    " gave_record = coalesce(gave_record, excluded.gave_record),"
    " gave_birth = coalesce(gave_birth, excluded.gave_birth)"
)


class Charts:
    """Every change is one transaction, committed when the call returns. A deleted client's rows go with the client."""

    def __init__(self, file: EncryptedFile) -> None:
        """`file` is the open caseload."""
        self._file = file

    def links(self) -> list[tuple[str, ChartLink]]:
        """All, each with its site."""
        rows = self._file.rows("SELECT site, key, client_id, name FROM chart_links ORDER BY site, key, client_id")
        return [(site, ChartLink(key, client_id, name)) for site, key, client_id, name in rows]

    def memory(self, keys: ChartKeys) -> ChartMemory:
        """What was said about the charts that have these keys."""
        links = tuple(ChartLink(*row[:3]) for row in self._file.rows(_LINKS, _at(keys.site, keys.all)))
        rejected = frozenset(row[0] for row in self._file.rows(_REJECTED, _at(keys.site, keys.telling)))
        marked = keys.person and self._file.row("SELECT 1 FROM namesakes WHERE mark = ?", (_mark(keys),))
        return ChartMemory(links, rejected, bool(marked))

    def confirm(
        self,
        keys: ChartKeys,
        client_id: str,
        *,
        name: str = "",
        beside: Collection[str] = (),
        record_number: str | None = None,
        birth_date: Day | None = None,
    ) -> None:
        """This chart is this client's: a link under each key, and no rejection any more. Links to others are dropped,
        but of those who fit as well (`beside`). The record number and birth date that are given become the client's
        where ours are empty. Raises NotFound."""
        born, today = birth_date.isoformat() if birth_date else None, date.today().isoformat()
        with self._file.writing() as connection:
            known = connection.execute(
                "UPDATE clients SET record_number = coalesce(nullif(record_number, ''), ?),"
                " birth_date = coalesce(birth_date, ?) WHERE id = ?",
                (record_number, born, client_id),
            )
            if known.rowcount == 0:
                raise _no_client()
            links = connection.execute(_LINKS, _at(keys.site, keys.all)).fetchall()
            others = {(key, other) for key, other, *_ in links if other != client_id}
            if keys.person in {key for key, _ in others}:
                _mark_namesakes(connection, keys)
            stale = [(keys.site, key, other) for key, other in others if other not in beside]
            connection.executemany(_UNLINK, stale)
            for key in keys.all:  # what was given is this chart's doing, not a namesake's who shares the other key
                gave = (record_number, born) if key in keys.telling else (None, None)
                connection.execute(_LINK, (keys.site, key, client_id, name, *gave, today))
            connection.executemany(
                "DELETE FROM chart_rejections WHERE site = ? AND key = ? AND client_id = ?",
                [(keys.site, key, client_id) for key in keys.telling],
            )

    def reject(self, keys: ChartKeys, client_id: str) -> None:
        """This chart is not this client's: no link to them counts here, and what the chart gave is taken back. The name
        and birth date that it shows are more than one person's from now on. Raises NotFound."""
        with self._file.writing() as connection:
            if connection.execute("SELECT 1 FROM clients WHERE id = ?", (client_id,)).fetchone() is None:
                raise _no_client()
            links = connection.execute(_LINKS, _at(keys.site, keys.telling)).fetchall()
            for key, _, _, record_number, born in (row for row in links if row[1] == client_id):
                connection.execute(_TAKE_BACK, (record_number, born, client_id))
                connection.execute(_GAVE_NOTHING, (keys.site, key, client_id))
            connection.executemany(
                "INSERT OR IGNORE INTO chart_rejections (site, key, client_id, rejected_on) VALUES (?, ?, ?, ?)",
                [(keys.site, key, client_id, date.today().isoformat()) for key in keys.telling],
            )
            if keys.person:
                _mark_namesakes(connection, keys)


def _at(site: str, keys: Sequence[str]) -> tuple[str | None, ...]:
    return site, *[*keys, None, None][:2]


def _mark_namesakes(connection: Any, keys: ChartKeys) -> None:
    connection.execute("INSERT OR IGNORE INTO namesakes (mark) VALUES (?)", (_mark(keys),))


def _mark(keys: ChartKeys) -> str:
    return sha256(f"{keys.site}|{keys.person}".encode("utf-8", "replace")).hexdigest()


def _no_client() -> NotFound:
    return NotFound("That client is not in this vault.")
