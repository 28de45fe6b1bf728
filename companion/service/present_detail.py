"""Findings to replies, one click deeper than the resting panel (`present.py`)."""

from __future__ import annotations

from datetime import date
from typing import cast

from companion.decisions import (
    About,
    DecidedFollowUp,
    DecidedGoal,
    DecidedPerson,
    DecidedRisk,
    DecidedTheme,
    MadeDecision,
    SplitOff,
    Subject,
    Value,
)
from companion.record import GoalMention, KnownPerson, Mention, RiskType
from companion.service import detail_replies, present, replies
from companion.service.present import RISK_LABELS, Cards, source


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
        joined=[detail_replies.ThemeName(key=one.key, label=one.label) for one in decided.joined],
        split_from=decided.split_from,
        sessions=[
            detail_replies.ThemeSession(date=day, sources=[source(mention, cards) for mention in by_day[day]])
            for day in days
        ],
    )


def goal_reply(decided: DecidedGoal, cards: Cards) -> detail_replies.GoalReply:
    found = decided.found

    def day(later: GoalMention) -> date:
        return cards[later.mention.note_id].session_date or date.min

    return detail_replies.GoalReply(
        key=decided.key,
        text=decided.text,
        short=decided.short,
        named=decided.named,
        status=decided.status,
        found_status=found.status if found else None,
        found_text=found.text if found else None,
        found_opened=found.opened if found else None,
        found_closed=found.closed if found else None,
        decided=list(decided.decided),
        opened=decided.opened,
        closed=decided.closed,
        source=source(decided.source, cards) if decided.source else None,
        mentions=[
            detail_replies.GoalMentionRow(kind=later.kind, source=source(later.mention, cards))
            for later in sorted(decided.mentions, key=day, reverse=True)
        ],
    )


def person_row(decided: DecidedPerson, known: KnownPerson, cards: Cards) -> detail_replies.DecidedPersonRow:
    return detail_replies.DecidedPersonRow(
        **present.person_row(known, cards).model_dump(),
        key=decided.key,
        found_name=decided.found.name,
        found_relation=decided.found.relation,
        decided=list(decided.decided),
        hidden=decided.hidden,
        joined=[detail_replies.PersonName(key=o.key, name=o.name, relation=o.relation) for o in decided.joined],
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


def risk_row(decided: DecidedRisk, cards: Cards) -> detail_replies.RiskRow:
    """The excerpt, never the bare words."""
    risk = decided.risk
    return detail_replies.RiskRow(
        key=decided.key,
        type=risk.type,
        label=RISK_LABELS[risk.type],
        assertion=risk.assertion,
        found_assertion=decided.found_assertion,
        decided=decided.decided,
        date=risk.date,
        carried_forward=risk.carried_forward,
        source=source(risk.excerpt, cards),
    )


def made_decision_row(made: MadeDecision, cards: Cards) -> detail_replies.MadeDecisionRow:
    decision, subject = made.decision, made.subject
    return detail_replies.MadeDecisionRow(
        about=decision.about,
        key=decision.key,
        what=decision.what,
        value=as_asked(decision.value),
        day=made.day,
        before=as_asked(made.before),
        found=made.found,
        label=_label(decision.about, subject),
        into=_label(decision.about, made.into),
        source=source(subject.source, cards) if subject and subject.source else None,
        asleep=subject is None,
        undo=as_asked(made.undo.value),
    )


def as_asked(value: Value | None) -> str | replies.KeptSplit | None:
    """What is or was decided, as it can be asked for again."""
    if not isinstance(value, SplitOff):
        return value
    places = [replies.KeptPlace(note_id=p.note_id, start=p.start, end=p.end) for p in value.mentions]
    return replies.KeptSplit(of=value.of, label=value.label, mentions=places)


def _label(about: About, subject: Subject | None) -> str:
    if subject is None:
        return ""
    return RISK_LABELS[cast(RiskType, subject.label)] if about == "risk" else subject.label
