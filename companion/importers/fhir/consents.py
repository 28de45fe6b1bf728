"""A Consent as a note: what was agreed to or refused, for whom, and for how long."""

from __future__ import annotations

from fhir.resources.R4B.consent import Consent

from companion.importers.fhir.wording import Lines, Written, code_of, day_of, shown, span, when, words_of


def consent_written(consent: Consent) -> Written:
    """The note; a form's kind, since nobody told it in a session."""
    lines = Lines()
    lines.add("Consent", *(words_of(one) for one in consent.category))
    lines.add("Status", str(consent.status))
    lines.add("Scope", words_of(consent.scope))
    lines.add("Date", when(consent.dateTime))
    lines.add("Given to", *(shown(one) for one in consent.organization or ()))
    rule = consent.provision
    if rule is not None:
        lines.add("Rule", {"permit": "permitted", "deny": "refused"}.get(str(rule.type), str(rule.type or "")))
        lines.add("Valid", span(rule.period))
        lines.add("For", *(shown(actor.reference) for actor in rule.actor or ()))
        lines.add("Actions", *(words_of(action) for action in rule.action or ()))
        lines.add("Purpose", *(str(one.display or code_of(one)) for one in rule.purpose or ()))
        lines.add("About", *(str(one.display or code_of(one)) for one in rule.class_fhir or ()))
        lines.listed("Except", [f"{one.type or 'other rule'} {span(one.period)}" for one in rule.provision or ()])
    given = day_of(consent.dateTime)
    return Written(lines.text, "measure", given, given)
