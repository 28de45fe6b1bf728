"""Record types to replies: the only place where what is found becomes what is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from companion.decisions import DecidedGoal, DecidedSafety, DecidedTheme, Decisions
from companion.made_overview import decided_over
from companion.record import (
    Answer,
    Client,
    ClientOverview,
    KnownPerson,
    Mention,
    Note,
    NoteCard,
    RiskType,
    Score,
)
from companion.saved_overview import SavedOverview
from companion.service import replies

RISK_LABELS: dict[RiskType, str] = {
    "suicidal_ideation": "Suicidal ideation",
    "self_harm": "Self-harm",
    "homicidal_ideation": "Harm to others",
    "abuse_neglect": "Abuse or neglect",
    "violence": "Violence",
    "substance_use": "Substance use",
    "eating": "Eating",
    "psychosis": "Psychosis",
}

Cards = Mapping[str, NoteCard]


def client_card(client: Client) -> replies.ClientCard:
    return replies.ClientCard(
        id=client.id,
        name=client.name,
        initials=client.initials,
        record_tail=client.record_tail,
        birth_date=client.birth_date,
        pronouns=client.pronouns,
        invented=client.invented,
    )


def overview_reply(
    client: Client, saved: SavedOverview, decisions: Decisions, waiting: frozenset[str]
) -> replies.OverviewReply:
    """The resting panel, with the therapist's `decisions` over what was found. Goals are the open ones, last touched
    first; the panel leaves what does not fit. `waiting` are the notes that no search finds whole yet."""
    overview = saved.overview
    newest = newest_notes(saved.cards, date.today())
    decided = decided_over(saved, decisions)
    cards = decided.cards
    active = [goal for goal in decided.goals() if goal.status == "active"]
    themes = decided.themes()
    return replies.OverviewReply(
        client=client_card(client),
        as_of=overview.as_of,
        last_session=overview.sessions[-1].date if overview.sessions else None,
        session_count=len(overview.sessions),
        notes_read=overview.notes_read,
        notes_waiting=len(waiting),
        newest_waiting=any(card.id in waiting for card in newest),
        intake=len(cards) < 2 or any(card.kind == "intake" for card in newest),
        safety=safety_row(decided.safety(), cards),
        last_time=[source(mention, cards) for mention in overview.last_time],
        goals=[goal_row(goal, cards) for goal in active],
        goals_open=len(active),
        follow_ups_open=sum(one.follow_up.outcome is None for one in decided.follow_ups()),
        themes=[theme_row(theme, cards) for theme in themes if not theme.hidden],
        themes_hidden=sum(theme.hidden for theme in themes),
        people_count=sum(one.hidden is None for one in decided.people()),
        scores=_scores(overview, cards),
    )


def newest_notes(cards: Sequence[NoteCard], today: date) -> list[NoteCard]:
    """The notes of the newest day, of which there may be several; where no note has a day, the last. `cards` are
    oldest first. A day to come is a mistyped year, and no note is the newest by it."""
    days = {card.session_date for card in cards if card.session_date and card.session_date <= today + timedelta(days=1)}
    return [card for card in cards if card.session_date == max(days)] if days else list(cards[-1:])


def source(mention: Mention, cards: Cards) -> replies.Source:
    card = cards[mention.note_id]
    return replies.Source(
        note_id=card.id,
        note_name=card.source_name,
        note_kind=card.kind,
        date=card.session_date,
        start=mention.start,
        end=mention.end,
        quote=mention.quote,
    )


def search_reply(answer: Answer) -> replies.SearchReply:
    return replies.SearchReply(nothing_close=answer.nothing_close, hits=_hits(answer))


def echoes_reply(answer: Answer) -> replies.EchoesReply:
    cards = {card.id: card for card in answer.cards}
    people = [person_row(one, cards) for one in answer.people]
    return replies.EchoesReply(nothing_close=answer.nothing_close, hits=_hits(answer), people=people)


def person_row(known: KnownPerson, cards: Cards) -> replies.PersonRow:
    return replies.PersonRow(
        name=known.person.name,
        relation=known.person.relation,
        note_count=len(known.person.note_ids),
        last_mentioned=known.last_mentioned,
        source=source(known.source, cards) if known.source else None,
    )


def _hits(answer: Answer) -> list[replies.Hit]:
    cards = {card.id: card for card in answer.cards}
    return [replies.Hit(source=source(echo.mention, cards), score=echo.score) for echo in answer.echoes]


def note_reply(note: Note) -> replies.NoteReply:
    return replies.NoteReply(
        note_id=note.id, note_name=note.source_name, note_kind=note.kind, date=note.session_date, text=note.text
    )


def safety_row(safety: DecidedSafety, cards: Cards) -> replies.SafetyRow:
    """The excerpt, never the bare words: it holds its negation and whose it is."""
    line, lead = safety.line, safety.lead
    risk = line.risk
    return replies.SafetyRow(
        key=lead.key if lead else None,
        type=risk.type if risk else None,
        label=RISK_LABELS[risk.type] if risk else "",
        assertion=risk.assertion if risk else None,
        found_assertion=lead.found_assertion if lead else None,
        decided=lead is not None and lead.decided,
        source=source(risk.excerpt, cards) if risk else None,
        date=risk.date if risk else None,
        denied_on=line.denied_on,
        set_aside=safety.set_aside,
        notes_read=line.notes_read,
        notes_hidden=safety.hidden_count,
    )


def goal_row(decided: DecidedGoal, cards: Cards) -> replies.GoalRow:
    return replies.GoalRow(
        key=decided.key,
        text=decided.text,
        short=decided.short,
        named=decided.named,
        status=decided.status,
        sessions_ago=decided.sessions_ago,
        decided=list(decided.decided),
        source=source(decided.source, cards) if decided.source else None,
    )


def theme_row(decided: DecidedTheme, cards: Cards) -> replies.ThemeRow:
    theme = decided.theme
    return replies.ThemeRow(
        key=theme.key,
        label=theme.label,
        named=decided.named,
        pinned=decided.pinned,
        trend=theme.trend,
        session_count=theme.session_count,
        shape=list(theme.shape),
        latest=source(theme.mentions[-1], cards),
    )


def given_scores(overview: ClientOverview) -> dict[str, list[Score]]:
    """By instrument, oldest first; totals outside the instrument's range, and undated ones, are never shown."""
    by_instrument: dict[str, list[Score]] = {}
    for score in overview.scores:
        if score.total is not None and score.date is not None:
            by_instrument.setdefault(score.instrument, []).append(score)
    for scores in by_instrument.values():
        scores.sort(key=lambda score: score.date or date.min)
    return by_instrument


def _scores(overview: ClientOverview, cards: Cards) -> list[replies.ScoreRow]:
    """One row an instrument, the one given last first."""
    rows = []
    for instrument, scores in given_scores(overview).items():
        points = [replies.ScorePoint(date=s.date, total=s.total) for s in scores if s.date and s.total is not None]
        rows.append(replies.ScoreRow(instrument=instrument, points=points, source=source(scores[-1].mention, cards)))
    return sorted(rows, key=lambda row: row.points[-1].date, reverse=True)
