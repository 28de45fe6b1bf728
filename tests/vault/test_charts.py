"""Charts in the caseload: two keys each, what a chart gives to its client, rejections, namesakes; all on the disk."""

from __future__ import annotations

from datetime import date

import pytest

from companion import errors
from companion.chart_memory import ChartKeys, ChartLink, ChartMemory
from companion.vault import Vault
from tests.vault.conftest import Made

SITE = "https://ehr.example"
BORN = date(1990, 5, 1)
KEYS = ChartKeys(SITE, "id:7", "record:a1", None)
PERSON = ChartKeys(SITE, "id:8", None, "person:anna berg:1990-05-01")


def test_a_chart_is_found_by_either_key_and_on_its_own_site(vault: Vault, made: Made) -> None:
    vault.charts.confirm(KEYS, made.ada, name="ada")
    links = (ChartLink("id:7", made.ada, "ada"), ChartLink("record:a1", made.ada, "ada"))
    assert vault.charts.links() == [(SITE, link) for link in links]
    vault.lock()
    vault.unlock_with_recovery_key(made.recovery)
    assert vault.charts.memory(KEYS) == ChartMemory(links)
    assert vault.charts.memory(ChartKeys(SITE, "id:9", "record:a1", None)).links == links[1:]
    assert vault.charts.memory(ChartKeys("https://other.example", "id:7", "record:a1", None)) == ChartMemory()
    assert vault.charts.memory(ChartKeys(SITE, None, None, None)) == ChartMemory()


def test_a_link_remembers_the_name_it_was_confirmed_under_last(vault: Vault, made: Made) -> None:
    for name in ("ada berg", "ada stone", ""):
        vault.charts.confirm(KEYS, made.ada, name=name)
    assert vault.charts.memory(KEYS).names(made.ada) == {"ada stone"}


def test_confirming_another_drops_the_link_unless_both_fit(vault: Vault, made: Made) -> None:
    vault.charts.confirm(KEYS, made.ada)
    vault.charts.confirm(KEYS, made.bea, beside=[made.ada, made.bea])
    assert vault.charts.memory(KEYS).linked("id:7") == {made.ada, made.bea}
    vault.charts.confirm(KEYS, made.bea)
    assert vault.charts.memory(KEYS).linked("id:7") == {made.bea}


def test_what_the_page_knows_is_kept_where_ours_is_empty_and_nowhere_else(vault: Vault, made: Made) -> None:
    """Bea has neither; Ada has both."""
    for client_id in (made.bea, made.ada):
        vault.charts.confirm(KEYS, client_id, record_number="B 22", birth_date=BORN)
    bea, ada = vault.client(made.bea), vault.client(made.ada)
    assert (bea.record_number, bea.birth_date) == ("B 22", BORN)
    assert (ada.record_number, ada.birth_date) == ("A-0001", date(1980, 5, 17))


def test_a_rejection_takes_back_what_the_chart_gave_and_stays(vault: Vault, made: Made) -> None:
    for client_id in (made.bea, made.ada):
        vault.charts.confirm(KEYS, client_id, record_number="B 22", birth_date=BORN)
        vault.charts.reject(KEYS, client_id)
    bea, ada = vault.client(made.bea), vault.client(made.ada)
    assert (bea.record_number, bea.birth_date) == (None, None)
    assert (ada.record_number, ada.birth_date) == ("A-0001", date(1980, 5, 17))
    assert vault.charts.memory(KEYS).counting("id:7") == set()
    assert vault.charts.memory(KEYS).rejected == {made.ada, made.bea}
    assert vault.charts.memory(ChartKeys(SITE, "id:9", "record:a1", None)).rejected == {made.ada, made.bea}
    vault.charts.confirm(KEYS, made.bea, record_number="B 22")
    assert vault.charts.memory(KEYS).rejected == {made.ada}
    assert vault.charts.memory(KEYS).counting("id:7") == {made.bea}
    assert vault.client(made.bea).record_number == "B 22"


def test_a_rejection_at_an_address_turns_nobody_away_from_their_namesakes_page(vault: Vault, made: Made) -> None:
    vault.charts.reject(PERSON, made.ada)
    elsewhere = vault.charts.memory(ChartKeys(SITE, "id:9", None, PERSON.person))
    assert (elsewhere.rejected, elsewhere.namesakes) == (frozenset(), True)
    without_id = ChartKeys(SITE, None, None, PERSON.person)
    assert vault.charts.memory(without_id).rejected == frozenset()
    vault.charts.reject(without_id, made.ada)
    assert vault.charts.memory(without_id).rejected == {made.ada}


def test_a_name_and_birth_date_of_two_people_stay_so_whatever_comes(vault: Vault, made: Made) -> None:
    vault.charts.confirm(PERSON, made.ada)
    assert not vault.charts.memory(PERSON).namesakes
    vault.charts.confirm(PERSON, made.ada)
    assert not vault.charts.memory(PERSON).namesakes
    vault.charts.confirm(PERSON, made.bea)
    assert vault.charts.memory(PERSON).namesakes
    vault.delete_client(made.ada)
    vault.delete_client(made.bea)
    assert vault.charts.memory(PERSON) == ChartMemory((), frozenset(), namesakes=True)


def test_nothing_is_said_of_a_client_who_is_not_there(vault: Vault) -> None:
    for act in (vault.charts.confirm, vault.charts.reject):
        with pytest.raises(errors.NotFound):
            act(KEYS, "0" * 32)
    assert vault.charts.links() == []


def test_a_deleted_clients_charts_go_with_them(vault: Vault, made: Made) -> None:
    vault.charts.confirm(KEYS, made.ada, name="ada")
    vault.charts.reject(PERSON, made.ada)
    vault.delete_client(made.ada)
    assert vault.charts.links() == []
    assert vault.charts.memory(PERSON).rejected == frozenset()
