"""What a report says came of a task: done, partly or not done. The words for it are in `rules/follow_ups.json`."""

from __future__ import annotations

from itertools import pairwise

from companion.overview.goal_mentions import stem, stems, stop_words
from companion.overview.pattern import pattern
from companion.overview.rulebook import words
from companion.overview.task_words import listed
from companion.record import Outcome

NEARLY = 0.85
"""From this share of the days or pieces on, a task counts as done."""

_FIGURES = {
    **{w: n for n, w in enumerate("one two three four five six seven eight nine ten".split(), 1)},
    **{"once": 1, "twice": 2, "twelve": 12, "fourteen": 14},
}
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(_FIGURES)})"
_OF = pattern(
    rf"\b({_COUNT})\s+(?:\p{{L}}+\s+){{0,2}}?(?:out\s+)?of\s+(?:the\s+|their\s+|his\s+|her\s+)?(?:last\s+)?({_COUNT})\b"
    r"|\b(\d{1,2})/(\d{1,2}\b)\s+(?:days|nights|times|wks|weeks|mornings|evenings)|\b([0-7])/(7|14)\b"
)
_ON_DAYS = pattern(rf"\bon (?:only )?{_COUNT} (?:nights|days|mornings|evenings|afternoons)\b")
_BREAK = pattern(r"[;,:]\s+|\s[-–—]\s|\s\(")
_LABEL = 3
"""Words before a colon that only name what the report is about ("Housing form: ...")."""
_FORBIDS = pattern(r"^(?:no|nothing|don['’]?t|do not|not|stop|avoid|never|without)\b\s*(?:[\p{L}-]+\s+)?([\p{L}-]+)?")
_NAME = pattern(r"\S ([\p{Lu}][\p{Ll}]+)", exact_case=True)
_NUMBERED = pattern(rf"\b({_COUNT})\s+(?:of\s+)?((?:[\p{{L}}'’-]+\s*){{1,3}})")


def outcome_of(report: str, task: str) -> Outcome:
    """What came of a task; a report without a word against it says that it was done."""
    own = stems(task, stop_words("follow_ups"))
    clauses = _clauses(report)
    shared = [_shared(clause, task, own) for clause in clauses]
    if not any(shared):
        return cue(report, task) or "done"
    nearest = [n for n, much in enumerate(shared) if much == max(shared)]
    told = {_of_clause(clauses[n], task, own) or "done" for n in nearest}
    if len(told) > 1:
        return "partly"
    (verdict,) = told
    after = clauses[nearest[-1] + 1] if nearest[-1] + 1 < len(clauses) else ""
    return "partly" if verdict == "done" and _takes_back(after, task) else verdict


def _shared(clause: str, task: str, own: set[str]) -> float:
    """How many of the task's words a clause has; a name tells half as much as another word."""
    names = stems(" ".join(str(m.group()) for m in _NAME.finditer(task)), frozenset())
    return sum(0.5 if word in names else 1.0 for word in own & stems(clause, stop_words("follow_ups")))


def about(report: str, own: set[str]) -> str:
    """The clauses of a report that share a word with the task; all of it where none does."""
    clauses = _clauses(report)
    return " ".join(c for c in clauses if own & stems(c, stop_words("follow_ups"))) or report


def cue(said: str, task: str = "") -> Outcome | None:
    """What the words say outright; words that the task itself has say nothing."""
    if share := share_told(said):
        return share
    if _says("nearly_all", said, task):
        return "done"
    if _says("not_done", said, task) or _says("still", said, task):
        return "not_done"
    if _says("partly", said, task) or (_ON_DAYS.search(said) and not _ON_DAYS.search(f"on {task}")):
        return "partly"
    return "done" if _says("done", said, task) else None


def _of_clause(clause: str, task: str, own: set[str]) -> Outcome | None:
    """What one clause says of the task."""
    if _forbidden(task):
        return _kept(clause, task)
    if _none_of(clause, own):
        return "not_done"
    if share_told(clause) is None and (fewer := _fewer(clause, task)):
        return fewer
    return cue(clause, task)


def _clauses(report: str) -> list[str]:
    stops = [m for m in _BREAK.finditer(report) if not _labels(report[: m.start() + 1])]
    cuts = [0, *(m.end() for m in stops), len(report)]
    return [report[a:b] for a, b in pairwise(cuts)]


def _labels(before: str) -> bool:
    return before.endswith(":") and len(before.split()) <= _LABEL


def _says(key: str, said: str, task: str) -> bool:
    """One of a list's phrases stands in the words, and not in the task."""
    found = listed(key).finditer(said)
    return any(str(match.group()).lower() not in task.lower() for match in found)


def share_told(said: str) -> Outcome | None:
    """ "4 of 7 days": the share that was done."""
    found = _OF.search(said)
    if found is None:
        return None
    done, whole = [str(group) for n in range(1, 7) if (group := found.group(n))]
    if not 0 < _number(whole) < 100 or _number(done) > _number(whole):
        return None
    share = _number(done) / _number(whole)
    return "done" if share >= NEARLY else "partly" if share else "not_done"


def _number(said: str) -> int:
    return int(said) if said.isdigit() else _FIGURES[said.lower()]


def _fewer(clause: str, task: str) -> Outcome | None:
    """The report counts the same things as the task: fewer are part of it, as many are all of it."""
    asked, told = _counts(task), _counts(clause)
    for thing in asked.keys() & told.keys():
        return "partly" if told[thing] < asked[thing] else "done"
    return None


def _counts(said: str) -> dict[str, int]:
    """ "three of Stan's things": how many of what."""
    found: dict[str, int] = {}
    for match in _NUMBERED.finditer(said):
        for word in str(match.group(2)).split():
            if word.lower() in words("follow_ups", "units"):
                break
            found.setdefault(stem(word), _number(str(match.group(1))))
    return found


def _none_of(clause: str, own: set[str]) -> bool:
    """ "No bags": none of what the task names."""
    found = pattern(r"^\W*(?:no|zero)\s+((?:[\p{L}'’-]+\s*){1,2})").search(clause)
    return found is not None and bool(own & stems(str(found.group(1)), stop_words("follow_ups")))


def _forbidden(task: str) -> str:
    """What a task such as "no phone after ten" forbids."""
    found = _FORBIDS.match(task)
    return found.group(0) if found else ""


def _kept(clause: str, task: str) -> Outcome:
    """A forbidden thing that a report names was done after all, unless it says "off", "without" and the like."""
    if share := share_told(clause):
        return share
    if _says("partly", clause, task):
        return "partly"
    if listed("kept").search(clause):
        return "done"
    return "not_done" if stems(_forbidden(task), stop_words("follow_ups")) & stems(clause, frozenset()) else "done"


def _takes_back(clause: str, task: str) -> bool:
    """The clause after a report takes part of it back: "skipped church days"; one about something else does not."""
    if _forbidden(task):
        return False
    begins = listed("partly_after", r"^\W*(?:but |though |and )?")
    but = listed("not_done", r"^\W*but\b.*")
    return begins.search(clause) is not None or but.search(clause) is not None
