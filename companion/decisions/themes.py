"""Themes as they are shown: what the therapist calls them, which come first, which are out of sight, what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from companion.decisions.calendar import Calendar
from companion.decisions.decisions import Decisions
from companion.decisions.theme_parts import Joined, Part, joined, parts_of
from companion.record import Theme


@dataclass(frozen=True, slots=True)
class ThemeName:
    """A theme that is shown as part of another, under the name that it would have alone."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class DecidedTheme:
    """A theme under the name that is shown. `found_label` is the one it was found (or split off) under; `joined` are
    the themes that were merged into it; `split_from` is the key of the theme that it was split off."""

    theme: Theme
    found_label: str
    named: bool
    pinned: bool
    hidden: bool
    joined: tuple[ThemeName, ...]
    split_from: str | None


def decided_themes(found: Sequence[Theme], decisions: Decisions, calendar: Calendar) -> list[DecidedTheme]:
    """All: pinned ones first, otherwise in the order in which they were found; one that was split off comes behind the
    one it was part of."""
    shown = joined(parts_of(found, decisions, calendar), decisions, calendar)
    return sorted((_decided(one, decisions) for one in shown), key=lambda one: not one.pinned)


def _decided(shown: Joined, decisions: Decisions) -> DecidedTheme:
    theme, lead = shown.theme, shown.lead
    name = decisions.word("theme", theme.key, "name")
    hidden = decisions.word("theme", theme.key, "hide") is not None
    return DecidedTheme(
        theme=replace(theme, label=name) if name else theme,
        found_label=theme.label,
        named=name is not None or lead.split_from is not None,
        pinned=decisions.word("theme", theme.key, "pin") is not None and not hidden,
        hidden=hidden,
        joined=tuple(_named(part, decisions) for part in shown.others),
        split_from=lead.split_from,
    )


def _named(part: Part, decisions: Decisions) -> ThemeName:
    return ThemeName(part.key, decisions.word("theme", part.key, "name") or part.theme.label)
