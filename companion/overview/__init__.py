"""Notes to findings with evidence: pure functions that read words as data and never invent any."""

from companion.overview.overview import client_overview
from companion.overview.people import naming_sentence

__all__ = ["client_overview", "naming_sentence"]
