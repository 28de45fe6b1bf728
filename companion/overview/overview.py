"""All findings of a client's notes, joined: what the panel and the client's page are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from companion.overview.follow_ups import find_follow_ups, left_last_time
from companion.overview.goals import find_goals
from companion.overview.meaning import Meaning
from companion.overview.people import find_people
from companion.overview.pronoun import client_pronoun
from companion.overview.reading import read
from companion.overview.risk import risk_mentions
from companion.overview.safety import safety_line
from companion.overview.scores import find_scores
from companion.overview.sessions import sessions_of
from companion.overview.themes import find_themes
from companion.record import ClientOverview, Note


def client_overview(
    notes: Sequence[Note],
    *,
    as_of: date | None = None,
    client_name: str = "",
    pronouns: str = "",
    today: date | None = None,
    meaning: Meaning | None = None,
) -> ClientOverview:
    """Read a client's notes into findings with evidence.

    With `as_of`, only notes filed by that day count, and nothing later shows in any part. `client_name` keeps the
    client out of the people and `pronouns` tells the client from others; without them the notes themselves are read.
    `today` keeps a mistyped year from making everything else look old; `meaning` finds themes and words on goals under
    changing words, and without it words alone do. No I/O, no network; never fails on odd text.
    """
    readings = read(notes, as_of)
    sessions = sessions_of(readings)
    scores = find_scores(readings)
    told = tuple(reading for reading in readings if reading.note.kind != "measure")  # a form's words are nobody's own
    people = find_people(told, client_name)
    pronoun = client_pronoun(readings, pronouns)
    risk = risk_mentions(readings, others=[person.name for person in people], pronoun=pronoun)
    last_time, last_time_date = left_last_time(readings, sessions)
    last_day = min((day for day in (sessions[-1].date if sessions else None, as_of, today) if day), default=None)
    forms = frozenset(reading.note.id for reading in readings if reading.note.kind == "measure")
    return ClientOverview(
        as_of=as_of,
        notes_read=len(readings),
        sessions=sessions,
        safety=safety_line(risk, notes_read=len(readings), last_day=last_day, forms=forms),
        last_time=last_time,
        last_time_date=last_time_date,
        themes=find_themes(told, sessions, people, meaning),
        goals=find_goals(readings, sessions, meaning),
        risk=risk,
        scores=scores,
        follow_ups=find_follow_ups(readings, sessions),
        people=people,
    )
