"""Whose chart: two signals that agree, none that contradicts, the therapist's word before; otherwise it is asked."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion import matching
from companion.chart_memory import ChartLink, ChartMemory
from companion.matching import Match, chart_keys, is_blank, match, name_words
from companion.record import ChartIdentity, Client

BORN = date(1990, 5, 1)
ANNA = Client("anna", "Anna Maria Berg", "A-100", BORN)
TWIN = Client("twin", "Lena Berg", "A-101", BORN)
SAME = Client("same", "Anna Maria Berg", "B-200", date(1971, 2, 3))
BARE = Client("bare", "Ida Holm")
ALL = [ANNA, TWIN, SAME]


def page(**told: Any) -> ChartIdentity:
    return replace(ChartIdentity("https://ehr.example"), **told)


ANNAS = page(address_id="7", record_number="A-100", name="Anna Maria Berg", birth_date=BORN)


def linked(
    identity: ChartIdentity, *client_ids: str, name: str | None = None, by: str = "all"
) -> tuple[ChartLink, ...]:
    """The links of a confirmed chart, or one of them; `name` as the page showed it then."""
    keys = chart_keys(identity)
    chosen = keys.all if by == "all" else (str(getattr(keys, by)),)
    return tuple(ChartLink(key, client_id, name_words(name)) for key in chosen for client_id in client_ids)


def opened(identity: ChartIdentity, clients: list[Client] = ALL, *links: ChartLink, **more: Any) -> Match:
    return match(identity, clients, ChartMemory(links, **more))


def told(found: Match) -> tuple[str, list[str], str]:
    return found.verdict, [client.id for client in found.candidates], found.why


@pytest.mark.parametrize(
    ("shown", "confirmed", "verdict", "who"),
    [
        ({"name": "Anna Maria Berg"}, None, "unknown", []),
        ({"record_number": "A-100"}, None, "unknown", []),
        ({"address_id": "7"}, "anna", "ask", []),
        ({"name": "Anna Maria Berg", "birth_date": BORN}, None, "ask", ["anna"]),
        ({"name": "BERG, Anna Maria", "record_number": "a100"}, None, "ask", ["anna"]),
        ({"name": "Anna Berg", "birth_date": BORN, "address_id": "7"}, "anna", "sure", ["anna"]),
        ({"name": "Anna Maria Berg", "address_id": "7"}, "anna", "sure", ["anna"]),
        ({"record_number": "A-100", "birth_date": BORN, "address_id": "7"}, "anna", "sure", ["anna"]),
        ({"record_number": "A-100", "address_id": "7"}, "anna", "sure", ["anna"]),
        ({"name": "Anna Maria Berg", "address_id": "7"}, "twin", "ask", []),
        ({"name": "Anna Maria Berg", "record_number": "A-101"}, None, "unknown", []),
        ({"name": "Lena Berg", "birth_date": date(1990, 5, 2), "address_id": "7"}, "twin", "ask", []),
        ({"name": "Bo Stone", "record_number": "A-100", "birth_date": BORN}, None, "unknown", []),
        ({"name": "", "record_number": "", "address_id": ""}, None, "unknown", []),
        ({"record_number": "-", "birth_date": BORN}, None, "unknown", []),
    ],
)
def test_who_is_shown(shown: dict[str, object], confirmed: str | None, verdict: str, who: list[str]) -> None:
    links = (ChartLink("id:7", confirmed),) if confirmed else ()
    found = opened(page(**shown), ALL, *links)
    assert (found.verdict, [c.id for c in found.candidates]) == (verdict, who)


def test_a_chart_is_remembered_by_its_address_and_by_one_thing_more() -> None:
    assert chart_keys(ANNAS).all == ("id:7", "record:a100")
    person = replace(ANNAS, record_number=" - ")
    assert chart_keys(person).all == ("id:7", "person:anna berg maria:1990-05-01")
    assert chart_keys(person).telling == ("id:7",)
    assert chart_keys(ANNAS).telling == ("id:7", "record:a100")
    assert chart_keys(replace(person, address_id=None)).telling == ("person:anna berg maria:1990-05-01",)
    assert chart_keys(page(name="Anna Berg")).all == chart_keys(page(birth_date=BORN)).all == ()
    assert chart_keys(page(record_number="A-100")) == chart_keys(page(record_number="a 100"))
    accented = [page(name=name, birth_date=BORN) for name in ("Berg, Zoë", "ZOE berg", "Zoe\u0308  Berg")]
    assert len({chart_keys(one) for one in accented}) == 1


@pytest.mark.parametrize(
    ("shown", "verdict", "why"),
    [
        ({"address_id": "other"}, "sure", ""),
        ({"address_id": None}, "sure", ""),
        ({"address_id": "other", "birth_date": None}, "sure", ""),
        ({"address_id": "other", "name": None}, "sure", ""),
        ({"address_id": "other", "name": None, "birth_date": None}, "ask", matching.NO_LONGER),
        ({"address_id": "other", "record_number": None}, "ask", matching.FIRST_TIME),
    ],
)
def test_the_record_number_leads_where_the_address_does_not(shown: dict[str, Any], verdict: str, why: str) -> None:
    found = opened(replace(ANNAS, **shown), ALL, *linked(ANNAS, "anna"))
    assert (found.verdict, found.why) == (verdict, why)


def test_name_and_birth_date_lead_only_on_a_page_without_any_id() -> None:
    shown = page(name="Anna Maria Berg", birth_date=BORN)
    links = linked(replace(shown, address_id="7"), "anna")
    assert told(opened(shown, ALL, *links)) == ("sure", ["anna"], "")
    assert told(opened(replace(shown, address_id="8"), ALL, *links)) == ("ask", ["anna"], matching.FIRST_TIME)
    assert told(opened(shown, ALL, *links, namesakes=True)) == ("ask", ["anna"], matching.NAMESAKES)
    both = linked(shown, "anna", "twin")
    assert opened(shown, ALL, *both).verdict == "ask"


def test_links_that_differ_are_asked() -> None:
    links = (*linked(ANNAS, "anna", by="address"), *linked(ANNAS, "twin", by="record"))
    assert told(opened(ANNAS, ALL, *links)) == ("ask", ["anna"], matching.TWO_LINKS)
    person = replace(ANNAS, record_number=None)
    links = (*linked(person, "anna", by="address"), *linked(person, "same", by="person"))
    assert opened(person, ALL, *links).why == matching.TWO_LINKS
    assert opened(person, ALL, *links, namesakes=True).verdict == "sure"


def test_another_name_is_asked_once_for_each_chart_and_each_name() -> None:
    married = replace(ANNAS, name="Anna Maria Stone")
    before = linked(ANNAS, "anna", name=ANNAS.name)
    assert told(opened(married, ALL, *before)) == ("ask", ["anna"], matching.ANOTHER_NAME)
    after = linked(ANNAS, "anna", name="STONE, Anna Maria")
    assert opened(married, ALL, *after).verdict == "sure"
    assert opened(ANNAS, ALL, *after).verdict == "sure"
    assert opened(replace(ANNAS, name="Anna Maria Wood"), ALL, *after).why == matching.ANOTHER_NAME
    assert opened(replace(ANNAS, name="Robin Park"), ALL, *after).why == matching.ANOTHER_NAME
    other_chart = linked(replace(ANNAS, address_id="8", record_number=None), "anna", name="Anna Maria Stone")
    assert opened(married, ALL, *other_chart).verdict == "ask"


def test_a_link_without_two_signals_is_not_enough() -> None:
    shown = page(name="Ida Holm", birth_date=BORN)
    assert told(opened(shown, [BARE], *linked(shown, "bare"))) == ("ask", ["bare"], matching.NO_LONGER)
    numbered = page(name="Ida Holm", record_number="9", birth_date=BORN)
    half = replace(BARE, birth_date=BORN)
    assert told(opened(numbered, [half], *linked(numbered, "bare"))) == ("ask", ["bare"], matching.FIRST_TIME)


def test_one_word_is_no_name_until_it_is_confirmed() -> None:
    short = Client("short", "Anna", "A-100", BORN)
    assert opened(ANNAS, [short], *linked(ANNAS, "short")).why == matching.ANOTHER_NAME
    assert opened(ANNAS, [short], *linked(ANNAS, "short", name=ANNAS.name)).verdict == "sure"


def test_of_two_who_fit_the_one_with_more_is_shown_and_only_by_address_or_record() -> None:
    double = replace(ANNA, id="double", record_number=None)
    shown = page(name="Anna Maria Berg", birth_date=BORN)
    at_address, twins = replace(shown, address_id="7"), [ANNA, double]
    assert told(opened(shown, twins)) == ("ask", ["anna", "double"], matching.SEVERAL)
    assert opened(shown, twins, *linked(shown, "anna")).why == matching.SEVERAL
    assert told(opened(at_address, twins, *linked(at_address, "anna"))) == ("sure", ["anna"], "")
    assert told(opened(at_address, twins, *linked(at_address, "double"))) == ("sure", ["double"], "")
    assert opened(at_address, twins, *linked(at_address, "anna", "double")).why == matching.SEVERAL
    by_name_alone = Client("bare", ANNA.name)
    assert opened(shown, [ANNA, by_name_alone], *linked(shown, "anna")).why == matching.SEVERAL
    for number in range(8):  # whichever of the two comes out of a set first
        other = replace(double, id=f"double-{number}")
        assert opened(ANNAS, [ANNA, other], *linked(ANNAS, "anna", other.id)).verdict == "ask"
    in_both = [ANNA, replace(ANNA, id="double")]
    assert opened(replace(ANNAS, address_id=None), in_both, *linked(ANNAS, "anna")).why == matching.SEVERAL


def test_an_address_that_is_the_record_number_is_one_signal() -> None:
    shown = page(address_id="A-100", record_number="A-100")
    assert opened(shown, [ANNA], *linked(shown, "anna")).verdict == "ask"


def test_a_client_of_whom_only_the_name_is_known_is_asked_about() -> None:
    for more in ({"record_number": "9"}, {"birth_date": BORN}, {"address_id": "7"}):
        shown = page(name="Holm, Ida", **more)
        assert told(opened(shown, [BARE])) == ("ask", ["bare"], matching.NOTHING_TO_COMPARE)
        assert opened(page(name="Ida", **more), [BARE]).verdict == "unknown"
    assert opened(page(name="Ida Holm"), [BARE]).verdict == "unknown"
    by_address = page(name="Ida Holm", address_id="7")
    assert opened(by_address, [BARE], *linked(by_address, "bare")).verdict == "sure"
    known = replace(BARE, id="known", birth_date=BORN)
    assert opened(page(name="Ida Holm", birth_date=BORN), [BARE, known]).why == matching.SEVERAL


def test_a_name_that_is_written_with_other_letters_is_compared() -> None:
    zoe = Client("zoe", "Zoë Brandt", "Z-7", BORN)
    assert told(opened(page(name="Zoe Brandt", record_number="Z-7"), [*ALL, zoe]))[:2] == ("ask", ["zoe"])
    every = replace(zoe, name="Zoë Müller")
    assert told(opened(page(name="Zoe Muller", record_number="Z-7"), [*ALL, every]))[:2] == ("ask", ["zoe"])


def test_a_record_number_that_was_confirmed_holds_under_a_name_that_shares_no_word() -> None:
    shown = page(name="Robin Park", record_number="A-100", birth_date=BORN)
    assert opened(shown).verdict == "unknown"
    assert told(opened(shown, ALL, *linked(shown, "anna", by="record"))) == ("ask", ["anna"], matching.ANOTHER_NAME)


@pytest.mark.parametrize(("number", "blank"), [(None, True), ("", True), (" - ", True), ("A-100", False), ("7", False)])
def test_a_record_number_without_letter_or_digit_is_blank(number: str | None, blank: bool) -> None:
    assert is_blank(number) is blank


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        ({"name": "Nobody Here"}, "a name alone is not enough"),
        ({"name": "Nobody Here", "record_number": "X-9"}, "No client here agrees"),
        ({"name": "Nobody Here", "birth_date": BORN}, "No client here agrees"),
        ({"record_number": "X-9"}, "No client here agrees"),
        ({}, "No client here agrees"),
    ],
)
def test_an_unknown_chart_says_what_it_lacks(shown: dict[str, Any], why: str) -> None:
    assert why in opened(page(**shown)).why


def test_who_was_turned_away_is_told_apart_and_never_a_candidate() -> None:
    shown = page(name="Anna Maria Berg", birth_date=BORN)
    found = opened(shown, ALL, rejected=frozenset({"anna"}))
    assert (found.verdict, found.candidates, found.rejected) == ("unknown", (), (ANNA,))
    assert found.why.startswith("You said")
    found = opened(ANNAS, [ANNA, BARE], *linked(ANNAS, "anna"), rejected=frozenset({"anna", "bare"}))
    assert (found.verdict, found.candidates, found.rejected) == ("unknown", (), (ANNA,))


# -- whatever the caseload, the page and what was said before

FIRST = ["Anna", "Anna Maria", "Zoë", "Jörg", "Bo", "Анна", "A."]
LAST = ["Berg", "O'Hara", "Núñez", "Berg-Stone", ""]
one_name = st.builds(lambda a, b: f"{a} {b}".strip(), st.sampled_from(FIRST), st.sampled_from(LAST))
names = st.one_of(one_name, one_name.map(lambda n: ", ".join(reversed(n.rsplit(" ", 1)))), one_name.map(str.upper))
numbers = st.sampled_from(["A-1", "a1", "A-2", "", "-", None])
births = st.sampled_from([BORN, date(1991, 5, 1), None])
ids = st.sampled_from("abc")
clients = st.builds(Client, id=ids, name=names, record_number=numbers, birth_date=births)
pages = st.builds(
    ChartIdentity,
    site=st.just("s"),
    address_id=st.sampled_from(["7", "8", "A-1", "", None]),
    record_number=numbers,
    name=st.one_of(names, st.none()),
    birth_date=births,
)


@st.composite
def pages_of(draw: st.DrawFn, caseload: list[Client]) -> ChartIdentity:
    """A page about one of them, more or less; else about anybody."""
    shown = draw(pages)
    if not caseload or draw(st.integers(0, 4)) == 0:
        return shown
    about = draw(st.sampled_from(caseload))
    name = draw(st.sampled_from([about.name, about.name.upper(), shown.name, None]))
    record = draw(st.sampled_from([about.record_number, about.record_number, shown.record_number]))
    birth = draw(st.sampled_from([about.birth_date, about.birth_date, shown.birth_date]))
    return replace(shown, name=name, record_number=record, birth_date=birth)


@st.composite
def memories(draw: st.DrawFn, shown: ChartIdentity) -> ChartMemory:
    """Anything that may have been said about charts with this page's keys."""
    keys = chart_keys(shown).all
    named = st.one_of(st.just(""), names.map(name_words))
    links = st.lists(st.builds(ChartLink, st.sampled_from(keys), ids, named), max_size=3) if keys else st.just([])
    rejected = st.one_of(st.just(frozenset[str]()), st.frozensets(ids, max_size=2))
    return ChartMemory(tuple(draw(links)), draw(rejected), draw(st.booleans()))


def words(name: str | None) -> set[str]:
    """Written anew for the tests: letters and digits without accents, in small letters."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name or "") if not unicodedata.combining(c))
    return set("".join(c if c.isalnum() else " " for c in plain.casefold()).split())


def plain(number: str | None) -> str:
    return "".join(c for c in (number or "").casefold() if c.isalnum())


@settings(max_examples=1500, deadline=None)
@given(data=st.data(), caseload=st.lists(clients, min_size=1, max_size=3, unique_by=lambda c: c.id))
def test_never_sure_without_reason(data: st.DataObject, caseload: list[Client]) -> None:
    shown = data.draw(pages_of(caseload))
    memory = data.draw(memories(shown))
    found = match(shown, caseload, memory)
    everybody = {client.id for client in (*found.candidates, *found.rejected)}
    assert not memory.rejected & {client.id for client in found.candidates}
    assert {client.id for client in found.rejected} <= memory.rejected
    for client in caseload:
        if client.id not in everybody:
            continue
        records, births_told = plain(shown.record_number), shown.birth_date
        assert not (records and plain(client.record_number) and records != plain(client.record_number))
        assert not (births_told and client.birth_date and births_told != client.birth_date)
    if found.verdict != "sure":
        assert found.why
        return
    (client,) = found.candidates
    said = [link for link in memory.links if link.client_id == client.id]
    assert said, "sure without a prior confirm"
    a, b = words(shown.name), words(client.name)
    confirmed_as = {link.name for link in said}
    named = (min(len(a), len(b)) >= 2 and (a <= b or b <= a)) or bool(a and name_words(shown.name) in confirmed_as)
    assert named or not a, "sure under a name that is not the client's"
    record = plain(shown.record_number) != "" and plain(shown.record_number) == plain(client.record_number)
    address = any(link.key == f"id:{shown.address_id}" for link in said)
    address = address and not (record and plain(shown.address_id) == plain(shown.record_number))
    assert sum((address, record, shown.birth_date is not None and shown.birth_date == client.birth_date, named)) >= 2
    if all(link.key.startswith("person:") for link in said):
        assert not shown.address_id
        assert not plain(shown.record_number)
        assert not memory.namesakes
