"""The panel as text, for the demo in a terminal: the same reply that the extension draws."""

from __future__ import annotations

from datetime import date

from companion.service.replies import OverviewReply, SafetyRow, Source


def text_panel(overview: OverviewReply) -> str:
    """Safety line, last time, open goals, themes and scores, each with its date and source."""
    client = overview.client
    lines = [
        f"{client.initials}  {client.record_tail}  {client.pronouns or ''}   invented person"
        if client.invented
        else f"{client.initials}  {client.record_tail}",
        f"  {overview.session_count} sessions, last {_day(overview.last_session)}; {overview.notes_read} notes read",
        f"  SAFETY     {_safety(overview.safety)}",
        *_rows("LAST TIME", [f"{_flat(s.quote)}   {_from(s)}" for s in overview.last_time]),
        *_rows(f"GOALS ({overview.goals_open} open)", [_goal(overview, at) for at in range(len(overview.goals[:3]))]),
        *_rows("THEMES", [_theme(overview, at) for at in range(len(overview.themes[:3]))]),
        *_rows("SCORES", [_score(overview, at) for at in range(len(overview.scores[:3]))]),
    ]
    return "\n".join(lines)


def _rows(name: str, rows: list[str]) -> list[str]:
    return [f"  {name}", *(f"    {row}" for row in rows)] if rows else [f"  {name}     none found"]


def _safety(row: SafetyRow) -> str:
    if row.source is None and row.set_aside:
        return f"nothing current in {row.notes_read} notes read; {row.set_aside} mentions denied, older or about others"
    if row.source is None:
        return f"no risk words in {row.notes_read} notes read"
    denied = f"; denied {_day(row.denied_on)}" if row.denied_on else ""
    by_you = ", by you" if row.decided else ""
    said = f"{row.label} ({row.assertion}{by_you}, {_day(row.date)}): {_flat(row.source.quote)}{denied}"
    return f"{said}   {_from(row.source)}"


def _goal(overview: OverviewReply, at: int) -> str:
    goal = overview.goals[at]
    ago = {None: "not yet touched", 0: "last time"}.get(goal.sessions_ago, f"{goal.sessions_ago} sessions ago")
    place = _from(goal.source) if goal.source else "(added by you)"
    return f"{_flat(goal.short)}   [{ago}]   {place}"


def _theme(overview: OverviewReply, at: int) -> str:
    theme = overview.themes[at]
    bars = "".join(" .:-=+*#"[min(height, 7)] for height in theme.shape)
    sessions = f"{theme.session_count} of {overview.session_count} sessions"
    return f"{theme.label}   |{bars}| {theme.trend}, {sessions}   {_from(theme.latest)}"


def _score(overview: OverviewReply, at: int) -> str:
    score = overview.scores[at]
    totals = " -> ".join(str(point.total) for point in score.points)
    return f"{score.instrument}  {totals}   {_from(score.source)}"


def _from(source: Source) -> str:
    return f"({_day(source.date)}, {source.note_name})"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _day(day: date | None) -> str:
    return "undated" if day is None else day.isoformat()
