"""Notes to findings with evidence: pure functions that read words as data and never invent any."""

from companion.overview.meaning import Matrix, Meaning, to_be_read
from companion.overview.overview import client_overview
from companion.overview.people import naming_sentence
from companion.overview.reading import read

__all__ = ["Matrix", "Meaning", "client_overview", "naming_sentence", "read", "to_be_read"]
