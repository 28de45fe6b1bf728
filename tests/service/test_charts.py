"""Whose chart, over the wire and over time: where the therapist answers truly, the wrong client is never shown."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.charts import confirm_chart, open_chart, reject_chart
from companion.matching import chart_keys
from companion.record import ChartIdentity
from companion.vault import Vault
from tests.panel import Panel
from tests.service.conftest import Service
from tests.service.test_panel_routes import SITE, chart, confirmed


def states(panel: Panel, page: dict[str, Any]) -> tuple[str, list[str], list[str]]:
    said = panel.ask("/v1/chart/open", **page)["result"]
    return said["state"], [c["id"] for c in said["candidates"]], [c["id"] for c in said["rejected"]]


def test_not_this_client_is_one_click_and_its_undo_one_more(service: Service) -> None:
    panel, client = service.panel(), service.clients[0]
    shown = confirmed(panel, client)["result"]
    said = panel.ask("/v1/chart/reject", **chart(client), client_id=client.id)
    assert (said["client"], said["result"]["overview"], said["result"]["scope"]) == (None, None, None)
    assert [card["id"] for card in said["result"]["rejected"]] == [client.id]
    assert panel.ask("/v1/themes", scope=shown["scope"])["error"]["kind"] == "not_found"
    assert states(panel, chart(client)) == ("unknown_client", [], [client.id])
    new_login = chart(client, address_id="other")
    assert states(panel, new_login) == ("unknown_client", [], [client.id])
    undone = panel.ask("/v1/chart/confirm", **chart(client), client_id=client.id)
    assert (undone["client"], undone["result"]["state"]) == (client.id, "overview")
    assert states(panel, chart(client)) == ("overview", [], [])


def test_a_rejection_of_nobody_is_not_found(service: Service) -> None:
    said = service.panel().ask("/v1/chart/reject", **chart(service.clients[0]), client_id="nobody")
    assert said["error"]["kind"] == "not_found"


def test_whoever_else_is_linked_is_asked_about_and_not_shown(service: Service) -> None:
    """Two clients were confirmed on one page; when one is turned away the other is still for the therapist to say."""
    panel, (anna, _) = service.panel(), service.clients
    vault = service.running.workspace.vault
    double = vault.add_client(name=anna.name, birth_date=anna.birth_date)
    page = chart(anna, record_number=None)
    identity = ChartIdentity(SITE, page["address_id"], None, anna.name, anna.birth_date)
    for client in (anna, double):
        vault.charts.confirm(chart_keys(identity), client.id, beside=[anna.id, double.id])
    state, candidates, _ = states(panel, page)
    assert (state, set(candidates)) == ("which_client", {anna.id, double.id})
    said = panel.ask("/v1/chart/reject", **page, client_id=anna.id)["result"]
    assert (said["state"], [c["id"] for c in said["candidates"]]) == ("which_client", [double.id])
    assert said["why"]
    assert panel.ask("/v1/chart/open", **page)["client"] == double.id


def test_a_client_known_by_name_is_asked_about_then_two_signals_agree(service: Service) -> None:
    panel, vault = service.panel(), service.running.workspace.vault
    bare = vault.add_client(name="Ida Holm")
    page = {"site": SITE, "name": "Holm, Ida", "record_number": "77-1", "birth_date": "1990-05-01"}
    assert states(panel, page) == ("which_client", [bare.id], [])
    assert panel.ask("/v1/chart/confirm", **page, client_id=bare.id)["client"] == bare.id
    kept = vault.client(bare.id)
    assert (kept.record_number, kept.birth_date) == ("77-1", date(1990, 5, 1))
    assert states(panel, {**page, "address_id": "new"})[0] == "overview"
    panel.ask("/v1/chart/reject", **page, client_id=bare.id)
    kept = vault.client(bare.id)
    assert (kept.record_number, kept.birth_date) == (None, None)


@pytest.mark.parametrize("missing", ["record_number", "birth_date", "name"])
def test_ids_that_change_with_each_login_work_by_the_record_number(service: Service, missing: str) -> None:
    panel, client = service.panel(), service.clients[0]
    confirmed(panel, client)
    page = chart(client, address_id="of-this-login", **{missing: None})
    assert states(panel, page)[0] == ("which_client" if missing == "record_number" else "overview")


# -- a practice: clients of ours and patients who are not, in an EHR, for many days

BORN, LATER = date(1990, 5, 1), date(1991, 6, 2)
NAMES = ["Anna Maria Berg", "Anna Berg", "Zoë Núñez", "Anna"]
RENAMED = [*NAMES, "Anna Stone", "Robin Park"]


@dataclass
class Patient:
    """A person with a chart in the EHR, and a client of ours where `client` is set."""

    number: int
    name: str
    born: date
    client: str | None = None

    def page(self, day: Day, login: int) -> ChartIdentity:
        address = {"id": f"chart-{self.number}", "login": f"login-{login}", "none": None}[day.address]
        record, born = f"R-{self.number}" if day.record else None, self.born if day.birth else None
        return ChartIdentity("https://ehr.example", address, record, self.name, born)


@dataclass(frozen=True)
class Day:
    """What happens next: a chart is opened, on a page that shows so much; now and then its name has changed."""

    patient: int
    address: str
    record: bool
    birth: bool
    name: str | None


PEOPLE = st.lists(
    st.tuples(st.sampled_from([*NAMES, "Anna Berg"]), st.sampled_from([BORN, BORN, LATER]), st.integers(0, 4)),
    min_size=2,
    max_size=4,
)
DAYS = st.builds(
    Day,
    patient=st.integers(0, 3),
    address=st.sampled_from(["id", "login", "none", "none"]),
    record=st.sampled_from([True, False, False]),
    birth=st.sampled_from([True, True, False]),
    name=st.sampled_from([None] * 20 + RENAMED),
)


class Practice:
    """The therapist looks at the chart before saying yes, says no to whoever is wrong, and never errs."""

    def __init__(self, vault: Vault, people: list[tuple[str, date, int]]) -> None:
        self.vault = vault
        self.patients = [Patient(number, name, born) for number, (name, born, _) in enumerate(people)]
        for patient, (name, born, knows) in zip(self.patients, people, strict=True):
            if knows:  # in the vault with a record number, a birth date, both or neither
                record = f"R-{patient.number}" if knows in (1, 3) else None
                client = vault.add_client(name=name, record_number=record, birth_date=born if knows in (2, 3) else None)
                patient.client = client.id
        self.told: dict[tuple[str | None, date | None], set[str | None]] = {}

    def open(self, day: Day, login: int) -> None:
        patient = self.patients[day.patient % len(self.patients)]
        patient.name = day.name or patient.name
        page = patient.page(day, login)
        found = open_chart(self.vault, page)
        wrong = [client for client in found.candidates if client.id != patient.client]
        if found.verdict == "sure" and wrong:
            assert self.looks_alike(patient, page, wrong[0].id), f"{wrong} shown on {page}"
        if found.verdict == "ask" and len(wrong) < len(found.candidates):
            confirm_chart(self.vault, page, patient.client or "")
            self.said(page, patient.client)
            again = open_chart(self.vault, page)
            assert again.verdict == "sure" or not page.address_id
        for client in wrong:
            self.turn_away(page, client.id)

    def turn_away(self, page: ChartIdentity, client_id: str) -> None:
        reject_chart(self.vault, page, client_id)
        self.said(page, None)
        again = open_chart(self.vault, page)
        assert client_id not in [client.id for client in again.candidates]
        assert client_id in [client.id for client in again.rejected]

    def said(self, page: ChartIdentity, client_id: str | None) -> None:
        """Whom the therapist has told apart by what the page shows: a client, or somebody else."""
        if page.birth_date is not None and (page.record_number is None or client_id is None):
            self.told.setdefault((page.name, page.birth_date), set()).add(client_id)

    def looks_alike(self, patient: Patient, page: ChartIdentity, client_id: str) -> bool:
        """What no page can tell: it shows a name and birth date alone, which are another client's too, and nobody has
        said so yet."""
        other = next(p for p in self.patients if p.client == client_id)
        alone = page.address_id is None and page.record_number is None
        return alone and other.born == patient.born and self.told[page.name, page.birth_date] == {client_id}


@settings(max_examples=80, deadline=None, database=None, derandomize=True)
@given(people=PEOPLE, days=st.lists(DAYS, min_size=40, max_size=60))
def test_where_the_therapist_answers_truly_the_wrong_client_is_never_shown(
    people: list[tuple[str, date, int]], days: list[Day]
) -> None:
    with tempfile.TemporaryDirectory() as folder, Vault.temporary(Path(folder)) as vault:
        practice = Practice(vault, people)
        for login, day in enumerate(days):
            practice.open(day, login)
