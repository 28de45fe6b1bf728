"""Findings to the window's replies: a client's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from companion.caseload_list import ListedClient
from companion.decisions import Decided, DecidedGoal, DecidedPerson, DecidedTheme
from companion.overview.score_bands import score_scale
from companion.record import Client, ClientOverview, KnownPerson, Mention, NoteCard, Score
from companion.service import detail_replies, present, present_detail, window_replies
from companion.service.present import Cards, source


def listed_row(listed: ListedClient) -> window_replies.ListedClientRow:
    return window_replies.ListedClientRow(
        client=present.client_card(listed.client),
        record_number=listed.client.record_number or "",
        last_session=listed.last_session,
        notes=listed.notes,
        damaged=listed.damaged,
        consented=listed.consented,
    )


def page_reply(
    client: Client, decided: Decided, people: Sequence[tuple[DecidedPerson, KnownPerson]], waiting: int
) -> window_replies.ClientPageReply:
    cards, overview = decided.cards, decided.overview
    themes = decided.themes()
    persons = [present_detail.person_row(one, known, cards) for one, known in people]
    return window_replies.ClientPageReply(
        client=present.client_card(client),
        record_number=client.record_number or "",
        sessions=[session.date for session in overview.sessions],
        notes_waiting=waiting,
        safety=present.safety_row(decided.safety(), cards),
        last_time=[source(mention, cards) for mention in overview.last_time],
        themes=[_theme_line(one, cards) for one in themes if not one.hidden],
        themes_hidden=[present.theme_row(one, cards) for one in themes if one.hidden],
        goals=[_goal_line(one, cards) for one in decided.goals()],
        scores=_plots(overview, cards),
        follow_ups=[present_detail.follow_up_row(one, cards) for one in decided.follow_ups()],
        people=[row for row in persons if not row.hidden],
        people_hidden=[row for row in persons if row.hidden],
        notes=_notes(list(cards.values())),
    )


def _theme_line(decided: DecidedTheme, cards: Cards) -> window_replies.ThemeLine:
    by_day: dict[date, list[Mention]] = {}
    for mention in decided.theme.mentions:
        if day := cards[mention.note_id].session_date:
            by_day.setdefault(day, []).append(mention)
    return window_replies.ThemeLine(
        **present.theme_row(decided, cards).model_dump(),
        first=source(decided.theme.mentions[0], cards),
        marks=[
            window_replies.ThemeMark(date=day, count=len(by_day[day]), source=source(by_day[day][0], cards))
            for day in sorted(by_day)
        ],
        joined=[detail_replies.ThemeName(key=one.key, label=one.label) for one in decided.joined],
        split_from=decided.split_from,
    )


def _goal_line(decided: DecidedGoal, cards: Cards) -> window_replies.GoalLine:
    marks = [
        window_replies.GoalMark(date=day, kind=later.kind, source=source(later.mention, cards))
        for later in decided.mentions
        if (day := cards[later.mention.note_id].session_date)
    ]
    return window_replies.GoalLine(
        **present.goal_row(decided, cards).model_dump(),
        opened=decided.opened,
        closed=decided.closed,
        marks=sorted(marks, key=lambda mark: mark.date),
    )


def _plots(overview: ClientOverview, cards: Cards) -> list[window_replies.ScorePlot]:
    """One an instrument, the one given last first; totals outside the instrument's range are never shown."""
    plots = [_plot(instrument, scores, cards) for instrument, scores in present.given_scores(overview).items()]
    return sorted(plots, key=lambda plot: plot.marks[-1].date, reverse=True)


def _plot(instrument: str, scores: Sequence[Score], cards: Cards) -> window_replies.ScorePlot:
    scale = score_scale(instrument)
    bands = [window_replies.ScoreBandRow(name=one.name, low=one.low, high=one.high) for one in scale.bands]
    marks = [
        window_replies.ScoreMark(date=one.date, total=one.total, source=source(one.mention, cards))
        for one in scores
        if one.date and one.total is not None
    ]
    return window_replies.ScorePlot(
        instrument=instrument, low=scale.low, high=scale.high, bands=bands, bands_source=scale.source, marks=marks
    )


def _notes(cards: list[NoteCard]) -> list[window_replies.NoteRow]:
    return [
        window_replies.NoteRow(
            note_id=card.id, name=card.source_name, kind=card.kind, note_class=card.note_class, date=card.session_date
        )
        for card in sorted(cards, key=lambda card: card.session_date or date.min, reverse=True)
    ]
