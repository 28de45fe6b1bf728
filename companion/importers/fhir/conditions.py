"""A Condition (a problem or diagnosis) as a note: one line says what and how sure, so that a problem ruled out or long
past is not read as a present one."""

from __future__ import annotations

from fhir.resources.R4B.condition import Condition

from companion.importers.fhir.wording import Lines, Written, codes_of, day_of, latest, quantity, when, words_of

_PAST = {"inactive", "remission", "resolved"}
_UNSURE = {"unconfirmed", "provisional", "differential"}


def condition_written(condition: Condition) -> Written:
    """The note; a form's kind, since nobody told it in a session."""
    clinical, verified = set(codes_of(condition.clinicalStatus)), set(codes_of(condition.verificationStatus))
    what = words_of(condition.code)
    lines = Lines()
    if "refuted" in verified:
        lines.add("Ruled out", what and f"no {what}")
    elif clinical & _PAST:
        lines.add("Past condition", what and f"history of {what}")
    elif verified & _UNSURE:
        lines.add("Condition", what and f"possible {what}")
    else:
        lines.add("Condition", what)
    lines.add("Status", *(words_of(one) for one in (condition.clinicalStatus, condition.verificationStatus)))
    lines.add("Severity", words_of(condition.severity))
    lines.add("Began", when(condition.onsetDateTime), when(condition.onsetPeriod and condition.onsetPeriod.start))
    lines.add("Began at", quantity(condition.onsetAge), str(condition.onsetString or ""))
    lines.add("Ended", when(condition.abatementDateTime), str(condition.abatementString or ""))
    lines.add("Recorded", when(condition.recordedDate))
    remarks = lines.notes(condition.note)
    began, recorded = day_of(condition.onsetDateTime), day_of(condition.recordedDate)
    known = latest(began, recorded, day_of(condition.abatementDateTime), *remarks)
    return Written(lines.text if what else "", "measure", began or recorded, known)
