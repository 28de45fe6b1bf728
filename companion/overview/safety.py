"""The safety line: the one rule for what the panel says of risk (design, section 6)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from companion.overview.verdict import verdict
from companion.record import Assertion, RiskMention, RiskType, SafetyLine

FIRST: tuple[RiskType, ...] = ("suicidal_ideation", "homicidal_ideation", "self_harm", "abuse_neglect")
"""Before substance use and the rest."""

LEADS: tuple[Assertion, ...] = ("present", "hypothetical", "historical")
"""What may lead, in this order; a denial, somebody else's risk and a way of speaking never do."""


def safety_line(
    risk: Sequence[RiskMention],
    *,
    notes_read: int,
    last_day: date | None,
    forms: frozenset[str] = frozenset(),
    corrected: Collection[RiskMention] = (),
) -> SafetyLine:
    """The mention that leads, of those within twelve months before `last_day` (the last session, or the as-of day).

    Present ideation, self-harm and abuse before substance use and the rest, then less certain words; what was written
    for the session before copied boilerplate and before the rows of `forms` (ids of notes that are measures); newest
    first, undated last. What read alone says something else than in its note never leads. `denied_on` is the newest
    later denial of the same type that was not copied forward: it stands beside the line, never instead of it; denials
    alone are no line. What the therapist `corrected` asserts what the therapist says, however its words read.
    """
    leading = [r for r in risk if r.assertion in LEADS and _within_a_year(r.date, last_day)]
    recent = [r for r in leading if r in corrected or _reads_alone(r)]
    if not recent:
        return SafetyLine(None, None, notes_read)
    lead = min(recent, key=lambda r: _rank(r, forms))
    if lead.date is None:
        return SafetyLine(lead, None, notes_read)
    denials = [r for r in risk if r.type == lead.type and r.assertion == "denied" and not r.carried_forward]
    later = [r.date for r in denials if r.date and r.date > lead.date]
    return SafetyLine(lead, max(later, default=None), notes_read)


def _reads_alone(risk: RiskMention) -> bool:
    """The excerpt, which is all that is shown, asserts what the mention does; a form's row is its own words."""
    said, words = risk.excerpt, risk.mention
    if said == words:
        return True
    at = words.start - said.start
    return verdict(risk.type, said.quote, at, at + len(words.quote)) == risk.assertion


def _rank(risk: RiskMention, forms: frozenset[str]) -> tuple[bool, bool, bool, int, int]:
    """Smaller leads."""
    newest = -risk.date.toordinal() if risk.date else 0
    copied = risk.carried_forward or risk.mention.note_id in forms
    return risk.assertion != "present", risk.type not in FIRST, copied, LEADS.index(risk.assertion), newest


def _within_a_year(day: date | None, last_day: date | None) -> bool:
    """What has no day is never too old to be shown."""
    if day is None or last_day is None:
        return True
    try:
        oldest = last_day.replace(year=last_day.year - 1)
    except ValueError:  # 29 February
        oldest = last_day.replace(year=last_day.year - 1, day=28)
    return oldest <= day
