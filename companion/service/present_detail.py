"""Findings to replies, one click deeper than the resting panel (`present.py`)."""

from __future__ import annotations

from datetime import date

from companion.decisions import DecidedFollowUp, DecidedGoal, DecidedTheme
from companion.record import GoalMention, Mention
from companion.service import detail_replies
from companion.service.present import Cards, source


def theme_reply(decided: DecidedTheme, cards: Cards) -> detail_replies.ThemeReply:
    theme = decided.theme
    by_day: dict[date | None, list[Mention]] = {}
    for mention in theme.mentions:
        by_day.setdefault(cards[mention.note_id].session_date, []).append(mention)
    days = sorted(by_day, key=lambda day: day or date.min, reverse=True)
    return detail_replies.ThemeReply(
        key=theme.key,
        label=theme.label,
        found_label=decided.found_label,
        trend=theme.trend,
        session_count=theme.session_count,
        pinned=decided.pinned,
        hidden=decided.hidden,
        sessions=[
            detail_replies.ThemeSession(date=day, sources=[source(mention, cards) for mention in by_day[day]])
            for day in days
        ],
    )


def goal_reply(decided: DecidedGoal, cards: Cards) -> detail_replies.GoalReply:
    goal = decided.goal

    def day(later: GoalMention) -> date:
        return cards[later.mention.note_id].session_date or date.min

    return detail_replies.GoalReply(
        key=decided.key,
        text=goal.text,
        short=goal.short,
        named=decided.named,
        status=goal.status,
        found_status=decided.found_status,
        opened=goal.opened,
        closed=goal.closed,
        source=source(goal.source, cards),
        mentions=[
            detail_replies.GoalMentionRow(kind=later.kind, source=source(later.mention, cards))
            for later in sorted(goal.mentions, key=day, reverse=True)
        ],
    )


def follow_up_row(decided: DecidedFollowUp, cards: Cards) -> detail_replies.FollowUpRow:
    follow_up = decided.follow_up
    return detail_replies.FollowUpRow(
        key=decided.key,
        source=source(follow_up.assigned, cards),
        outcome=follow_up.outcome,
        decided=decided.decided,
        reported=source(follow_up.reported, cards) if follow_up.reported else None,
    )
