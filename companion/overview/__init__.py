"""Notes to findings with evidence: pure functions that read words as data and never invent any."""

from companion.overview.kept_words import forget_words
from companion.overview.meaning import Matrix, Meaning, to_be_read
from companion.overview.overview import client_overview
from companion.overview.people import find_people, naming_sentence
from companion.overview.reading import Reading, read
from companion.overview.relations import people_of, relations_in, says_less

__all__ = [
    "Matrix",
    "Meaning",
    "Reading",
    "client_overview",
    "find_people",
    "forget_words",
    "naming_sentence",
    "people_of",
    "read",
    "relations_in",
    "says_less",
    "to_be_read",
]
