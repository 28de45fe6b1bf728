"""People: those whose relation is told, those who keep coming up; never the client, the therapist, a place or a day."""

from __future__ import annotations

from companion.overview.people import find_people
from tests.overview.notes import note, readings

INTAKE = """Client: Nora Vance (goes by Nell)   DOB 1/2/1980
Lives with husband Piet and two kids, Ada 9 and Milo 4. Sister Joan in Leeds. Works for Mrs. Okri. PCP Dr. Haile.
T. Brill, LCSW"""
LATER = """S: Nell said Piet forgot again. Her sister came by on Friday. Yusuf called twice about the shift; Yusuf's car
broke.
Went to Dover and back from Dover. Ada (daughter) won a prize. She thanked Mrs. Okri."""
LAST = "S: Yusuf wants to swap shifts in April. Nora tired. Drove to Dover. Milo is well, Mom sent a card."


def people(client_name: str = "") -> dict[str, tuple[str, int]]:
    found = find_people(
        readings(note(INTAKE, "2024-01-01", "intake"), note(LATER, "2024-01-08"), note(LAST, "2024-01-15")), client_name
    )
    return {p.name: (p.relation, len(p.note_ids)) for p in found}


def test_relations_are_told() -> None:
    found = people()
    assert found["Piet"] == ("husband", 2)
    assert found["Joan"][0] == "sister"
    assert found["Ada"][0] in ("child", "daughter")
    assert found["Milo"][0] == "child"
    assert found["Dr. Haile"] == ("PCP", 1)
    assert "Mrs. Okri" in found


def test_her_sister_is_the_one_sister_there_is() -> None:
    assert people()["Joan"] == ("sister", 2)


def test_who_keeps_coming_up_counts_without_a_relation() -> None:
    assert people()["Yusuf"] == ("", 2)


def test_neither_client_nor_therapist_nor_places_nor_days() -> None:
    assert not {"Nora", "Nell", "Vance", "Brill", "Dover", "Leeds", "Friday", "April"} & set(people())
    assert "Kim" not in {p.name for p in find_people(readings(note("Kim said Kim's plan is Kim's.")), "Kim Muster")}


def test_nobody_in_nothing() -> None:
    assert find_people(()) == ()


def relations(text: str) -> dict[str, str]:
    return {p.name: p.relation for p in find_people(readings(note(text, "2024-01-01", "intake")))}


def test_the_word_that_says_more_is_the_relation() -> None:
    found = relations(
        "Married to Ilse, two kids, Bram 7 and Fenna 4. His wife works nights. PCP Dr. Ode. Fenna (daughter) is ill."
    )
    assert found["Ilse"] == "wife"
    assert found["Fenna"] == "daughter"
    assert found["Dr. Ode"] == "PCP"


def test_a_relation_in_any_order_of_words() -> None:
    found = relations(
        "Called sis Anneke. Joost is her sponsor. Stepdad Wim drinks. Coworker Tess covers. Dirk, his roommate, left. "
        "Mother-in-law Greet visits. Dog Pip limps."
    )
    expected = {
        "Anneke": "sister",
        "Joost": "sponsor",
        "Wim": "stepfather",
        "Tess": "coworker",
        "Dirk": "roommate",
        "Greet": "mother-in-law",
        "Pip": "dog",
    }
    assert {name: found.get(name) for name in expected} == expected
