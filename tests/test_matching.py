"""Whose chart: two signals that agree, none that contradicts, nobody else who fits; otherwise nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.matching import link_key, match
from companion.record import ChartIdentity, Client

ANNA = Client("anna", "Anna Maria Berg", "A-100", date(1990, 5, 1))
TWIN = Client("twin", "Lena Berg", "A-101", date(1990, 5, 1))
SAME = Client("same", "Anna Maria Berg", "B-200", date(1971, 2, 3))
ALL = [ANNA, TWIN, SAME]


def page(**told: object) -> ChartIdentity:
    return replace(ChartIdentity("https://ehr.example"), **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "linked", "verdict", "who"),
    [
        ({"name": "Anna Maria Berg"}, None, "unknown", []),
        ({"record_number": "A-100"}, None, "unknown", []),
        ({"address_id": "7"}, "anna", "ask", []),
        ({"name": "Anna Maria Berg", "birth_date": date(1990, 5, 1)}, None, "ask", ["anna"]),
        ({"name": "BERG, Anna Maria", "record_number": "a100"}, None, "ask", ["anna"]),
        ({"name": "Anna Berg", "birth_date": date(1990, 5, 1), "address_id": "7"}, "anna", "sure", ["anna"]),
        ({"name": "Anna Maria Berg", "address_id": "7"}, "anna", "sure", ["anna"]),
        ({"record_number": "A-100", "birth_date": date(1990, 5, 1), "address_id": "7"}, "anna", "sure", ["anna"]),
        ({"name": "Anna Maria Berg", "address_id": "7"}, "twin", "ask", []),
        ({"name": "Anna Maria Berg", "record_number": "A-101"}, None, "unknown", []),
        ({"name": "Lena Berg", "birth_date": date(1990, 5, 2), "address_id": "7"}, "twin", "ask", []),
        ({"name": "Bo Stone", "record_number": "A-100", "birth_date": date(1990, 5, 1)}, None, "unknown", []),
        ({"name": "", "record_number": "", "address_id": ""}, None, "unknown", []),
    ],
)
def test_who_is_shown(told: dict[str, object], linked: str | None, verdict: str, who: list[str]) -> None:
    found = match(page(**told), ALL, linked)
    assert (found.verdict, [c.id for c in found.candidates]) == (verdict, who)


def test_two_of_one_name_and_birth_date_are_always_asked() -> None:
    double = replace(ANNA, id="double", record_number=None)
    found = match(page(name="Anna Maria Berg", birth_date=date(1990, 5, 1)), [ANNA, double], "anna")
    assert found.verdict == "ask"
    assert {c.id for c in found.candidates} == {"anna", "double"}


def test_an_address_that_is_the_record_number_is_one_signal() -> None:
    told = page(address_id="A-100", record_number="A-100")
    assert match(told, [ANNA], "anna").verdict == "ask"


def test_links_are_kept_under_what_the_page_calls_the_client() -> None:
    assert link_key(page(address_id="7", record_number="A-1")) == "id:7"
    assert link_key(page(record_number="A-100")) == link_key(page(record_number="a100"))
    assert link_key(page(name="Berg, Anna")) == link_key(page(name="anna BERG"))


names = st.sampled_from(["Anna Berg", "Anna Maria Berg", "Lena Berg", "Bo Stone", "Bo", "", None])
numbers = st.sampled_from(["A-1", "A-2", "", None])
births = st.sampled_from([date(1990, 5, 1), date(1991, 5, 1), None])
clients = st.builds(
    Client,
    id=st.sampled_from("abcdef"),
    name=names.filter(bool),
    record_number=numbers,
    birth_date=births,
)


@given(
    known=st.lists(clients, max_size=6, unique_by=lambda c: c.id),
    told=st.builds(
        ChartIdentity,
        site=st.just("s"),
        address_id=st.sampled_from(["7", None]),
        record_number=numbers,
        name=names,
        birth_date=births,
    ),
    linked=st.sampled_from([*"abcdef", None]),
)
def test_nobody_is_shown_whom_the_page_contradicts(
    known: list[Client], told: ChartIdentity, linked: str | None
) -> None:
    found = match(told, known, linked)
    assert found.verdict != "sure" or [c.id for c in found.candidates] == [linked]
    for client in found.candidates:
        assert not (told.record_number and client.record_number and told.record_number != client.record_number)
        assert not (told.birth_date and client.birth_date and told.birth_date != client.birth_date)
        if told.name:
            assert set(told.name.lower().split()) & set(client.name.lower().split())
        assert sum(map(bool, (told.record_number, told.name, told.birth_date, told.address_id and linked))) >= 2
