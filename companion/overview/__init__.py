"""Notes to findings with evidence: pure functions that read words as data and never invent any."""

from companion.overview.overview import client_overview

__all__ = ["client_overview"]
