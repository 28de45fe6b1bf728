"""A CarePlan as a note: what it is for and what is to be done. Its goals are notes of their own, with their days."""

from __future__ import annotations

from fhir.resources.R4B.careplan import CarePlan, CarePlanActivity

from companion.importers.fhir.wording import Lines, Written, day_of, folded, latest, shown, span, when, words_of


def plan_written(plan: CarePlan, addresses: list[str], narrative: str) -> Written:
    """The note. `narrative` is the plan's own text, where a person wrote it or there is nothing else."""
    lines = Lines()
    lines.add("Care plan", str(plan.title or ""), *(words_of(one) for one in plan.category or ()))
    lines.add("Status", str(plan.status))
    lines.add("Time frame", span(plan.period))
    lines.add("Date", when(plan.created))
    lines.add("Addresses", *addresses)
    lines.add("Treatment", str(plan.description or ""))
    lines.listed("Interventions", [_activity(one) for one in plan.activity or ()])
    remarks = lines.notes(plan.note)
    start = day_of(plan.period.start) if plan.period else None
    end = day_of(plan.period.end) if plan.period and str(plan.status) == "completed" else None
    created = day_of(plan.created)
    text = lines.text + (f"\n{narrative.strip()}\n" if narrative.strip() else "")
    return Written(text, "plan", created or start, latest(created, start, end, *remarks))


def _activity(activity: CarePlanActivity) -> str:
    detail = activity.detail
    if detail is None:
        return shown(activity.reference)
    said = words_of(detail.code) or str(detail.description or "")
    more = str(detail.description or "") if words_of(detail.code) else ""
    status = f" ({detail.status})" if detail.status else ""
    return folded(f"{said}{': ' + more if more else ''}{status}") if said else ""
