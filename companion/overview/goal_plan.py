"""Goals as a treatment plan or its review writes them: number, words, and the status that follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from companion.overview.goal_status import change_in
from companion.overview.pattern import alternatives, pattern
from companion.overview.plan_arrows import arrow_items
from companion.overview.plan_boxes import choices_at, ticked
from companion.overview.plan_codes import meaning_of
from companion.overview.plan_fields import field_items
from companion.overview.plan_item import Item
from companion.overview.plan_labels import label_of
from companion.overview.plan_layouts import items_of
from companion.overview.plan_prose import added_items, named_items, prose_items, told_items
from companion.overview.plan_series import is_other_list, series_items
from companion.overview.reading import Reading
from companion.overview.rulebook import rules
from companion.overview.sentences import LONGEST

MOST = 60
"""Goals, and statuses, that are read of one plan."""


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """One goal line: `[start:end]` are the goal's words, `[after:stop]` what the plan says of it.

    In a review the words may be missing, or a title alone: then `review` is set and it is never a goal by itself.
    """

    reading: Reading
    number: int | None
    start: int
    end: int
    after: int
    stop: int
    lead: str = ""
    review: bool = False
    loose: bool = False
    """A numbered line that no heading calls a goal."""
    box: str = ""
    """ "ticked" or "empty", where a box to tick stands before the words."""
    rank: str = ""

    @property
    def text(self) -> str:
        """The goal's words, white space folded."""
        return " ".join(self.reading.note.text[self.start : self.end].split())

    @property
    def said(self) -> str:
        """The status part: what stands before the words, in brackets or a box, and what follows them."""
        return f"{self.lead} {self._following}" if self.lead else self._following

    @property
    def _following(self) -> str:
        return ticked(self.reading.note.text[self.after : self.stop])


def planned_goals(reading: Reading, *, anywhere: bool = False) -> tuple[PlannedGoal, ...]:
    """Every goal that a plan or review lists, in its order, and every status that a review gives by number or title.

    With `anywhere` the note is no plan: only what it calls a goal, by a label or as a goal of the treatment, counts.
    """
    text = reading.note.text
    reviewed = list(islice(_reviewed(reading), MOST))
    found = [goal for item in items_of(text)[:MOST] if (goal := _goal(reading, item))]
    if anywhere:
        found = [g for g in found if not g.loose and g.rank != "objective"]
    if reading.note.kind != "plan" and all(g.loose for g in found):
        found = found or [goal for item in told_items(text)[:MOST] if (goal := _goal(reading, item))]
    spelled = list(islice(_spelled_out(reading), MOST)) if reading.note.kind == "plan" else []
    stated = any(r.number is not None for r in reviewed) or any(g.review and not g.text for g in found)
    stated = stated or len(spelled) > 1
    if reading.note.kind == "plan" and all(g.review for g in found):
        found = _unnamed(reading, found, stated=stated)
        if len(spelled) > 1:
            found += [*spelled, *(g for item in added_items(text)[:MOST] if (g := _goal(reading, item)))]
    taken = {_line_start(text, g.start) for g in found if not g.review}
    reviewed = [r for r in reviewed if r.number is not None or _line_start(text, r.start) not in taken]
    lines = [(_line_start(text, r.after), r.stop) for r in reviewed if r.number is not None]
    found = [g for g in found if g.review or not any(a <= g.start < b for a, b in lines)]
    return tuple(sorted([*found, *reviewed], key=lambda goal: goal.start))


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _unnamed(reading: Reading, found: list[PlannedGoal], *, stated: bool) -> list[PlannedGoal]:
    """The goals of a plan that has no list called so: in sentences that name them, counted, or wished for."""
    text = reading.note.text
    found = [g for g in found if not (g.loose and is_other_list(text, g.start))]
    if not stated and (fields := field_items(text) or arrow_items(text)):
        return [goal for item in fields[:MOST] if (goal := _goal(reading, item))]
    if not stated and (named := named_items(text)):
        wished = [w for w in prose_items(text) if not any(n.start < w.stop and w.start < n.stop for n in named)]
        return _in_prose(reading, found, [*named, *wished] if len(named) == 1 else named)
    counted = {g.start: g for item in series_items(text)[:MOST] if (g := _goal(reading, item))}
    if len(counted) > 1:
        return list((counted | {g.start: g for g in found if g.text}).values())
    return found if stated else _in_prose(reading, found, prose_items(text))


def _spelled_out(reading: Reading) -> Iterator[PlannedGoal]:
    """Status behind a goal that is said again in full: "To drink no wine: she has done this"."""
    text = reading.note.text
    marks = list(_BY_WISH.finditer(text))
    for place, mark in enumerate(marks):
        stop = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        line = text.find("\n", mark.end())
        stop = min(stop, line if line >= 0 else stop)
        yield PlannedGoal(reading, None, mark.start(1), mark.end(1), mark.end(1), stop, review=True)


def _in_prose(reading: Reading, loose: list[PlannedGoal], items: Sequence[Item]) -> list[PlannedGoal]:
    """The goals that stand in sentences, with the numbered lines among them."""
    text = reading.note.text
    told = (goal for item in items[:MOST] if (goal := _goal(reading, item)))
    prose = {g.start: g for g in told if not is_other_list(text, g.start)}
    numbered = {goal.start: goal for goal in loose}
    if len(loose) > 1 and prose.keys() & numbered.keys():
        return [replace(goal, review=False, loose=False) for goal in loose if goal.loose]
    found = [replace(numbered.get(start, goal), review=False, loose=False) for start, goal in prose.items()]
    return found + [goal for start, goal in numbered.items() if start not in prose]


def _status_words() -> str:
    return alternatives(tuple(rules("goals")["status_in_plan"]))


_BY_NUMBER = pattern(
    rf"(?:^|[.;,]\s+|[ \t]{{2,}})(?:goals?\s*)?#?(\d{{1,2}}(?:\s*(?:,|and|&)\s*#?\d{{1,2}})*)\s*"
    rf"(?:[:=)–-]+|\s(?:is|are|was|were))?\s*"
    rf"{_status_words()}\b"
)
_BY_TITLE = pattern(r"(?:^[\s*•-]*|[.;|]\s+)(\p{L}[\p{L}’'/&-]*(?:\s[\p{L}’'/&-]+){0,3})\s*(?::|\s[-–—]+>?|=)\s")
_BY_WISH = pattern(r"(?:^|[.;\n]\s+)to\s([^.:;\n]{12,160}):\s")
_FIGURE = pattern(r"\d{1,2}")


def _is_title(words: str) -> bool:
    """The words may be a goal's title: they are no label, and no status."""
    return label_of(f"{words}:") is None and change_in(words) is None


def _reviewed(reading: Reading) -> Iterator[PlannedGoal]:
    """Status alone: "1: met. 2: ongoing.", "Sleep: met 3/4; Work: continue"."""
    position = 0
    for line in reading.note.text.splitlines(keepends=True):
        start, position = position, position + len(line)
        words = line.rstrip()
        numbers = list(_BY_NUMBER.finditer(words))
        titles = [m for m in _BY_TITLE.finditer(words) if _is_title(str(m.group(1)))]
        marks = numbers if numbers and not words[: numbers[0].start()].strip() else titles
        if not marks or (marks is titles and not change_in(words)):
            continue
        for place, mark in enumerate(marks):
            after, stop = (
                start + mark.end(1),
                start + (marks[place + 1].start() if place + 1 < len(marks) else len(words)),
            )
            if marks is titles:
                yield PlannedGoal(reading, None, start + mark.start(1), after, after, stop, review=True)
                continue
            for figure in _FIGURE.finditer(str(mark.group(1))):
                yield PlannedGoal(reading, int(figure.group()), after, after, after, stop, review=True)


_END = pattern(r"[.;!?]+[\"”)]*(?:\s+|$)")
_PROSE = pattern(
    r"\b(?:obj\w*|interventions?|target date|target|est\. completion|by when|"
    r"baseline|review(?: date)?|due|rating|progress)\s*:"
    r"|\brating\s+\d|\b\d/\d\s*$|[(\[](?:target|est|review|status|baseline|rating|priority|due|open|see|x\]|✓)"
    r"|\s(?:->|→|=>)\s*(?:modified|changed|now|new|see)|\bmodified to\b"
    r"|[:;,(]\s*(?:start|starting|now|today|baseline|currently|current)(?: at)?:?\s+\d|\bon hold\b|[✓✔☑]"
    r"|\bachieved on\b|\s\["
    rf"|,\s+(?:is|was|were|has been|have been|remains?)\s+(?:now\s+|also\s+)?{_status_words()}\b"
)
_ANY_STATUS = alternatives(
    (*rules("goals")["status_in_plan"], *rules("goals")["status_alone"], *rules("goals")["status"]["discontinued"])
)
_STATUS = pattern(
    rf"(?:^|[.;:,)(\[]\s*|\s(?:[-–—=]+>?|→|>)\s*|\s{{2,}}|\s\*+){_ANY_STATUS}"
    r"\s*(?:[.,:;!)\]*–—]|-\s|$|\d|(?:on|as of|since|per)\s|today\b|at\s)"
)
_CAPITALS = pattern(
    r"\b(?:(?:NOT |PARTIALLY |PARTLY )?(?:MET|ACHIEVED)|CONTINUE[SD]?|CONT|ONGOING|COMPLETED|ATTAINED|ON HOLD|"
    r"DISCONTINUED?|D/C|DROPPED|DEFERRED|REOPENED|RE-OPENED|REVISED|MODIFIED|RESOLVED|CLOSED|IN PROGRESS|ACTIVE)\b",
    exact_case=True,
)
_OPENING = pattern(
    r"^[\s*_\"“]*(?:(?:NEW|CONT\w*|REVISED|ADDED|MODIFIED(?: TO)?)\s*[:.–—-]\s*|(?-i:NEW|ADDED)\s+|"
    r"(?:(?:he|she|they|we|i|ct|pt|client|patient|couple)\s+)?"
    r"(?:wants?|will|hopes?|would like|agreed?)\s+to\s+|(?:is|are|was|will be)\s+(?:to\s+)?|(?:to|that)\s+)?[*_\"“]*"
)
_OWN_WORDS = pattern(r"^([\s*_]*[\"“])(?:I|we)\s")
"""What the client says of itself in quotes is quoted whole."""
_QUOTE = pattern(r"[\"“”]")
_MARKED = pattern(r"\[[xX✓✔]\]|[☑☒✓✔]")
_EMPTY = pattern(r"\[ ?\]|[☐]")


def _goal(reading: Reading, item: Item) -> PlannedGoal | None:
    """Cut an item into the goal's words and what is said of it."""
    text = reading.note.text
    start, stop = item.start, item.stop
    if opening := _OPENING.match(text[start:stop]):
        own = _OWN_WORDS.match(opening.group())
        start += own.end(1) if own else opening.end()
    stop = start + len(text[start:stop].rstrip())
    body = text[start:stop]
    met = _MARKED.search(item.lead)
    lead = "met" if met else item.lead if change_in(item.lead) else ""
    marks = [mark.start() for signs in (_CAPITALS, _STATUS, _PROSE) if (mark := signs.search(body))]
    marks += [place for place in [choices_at(body)] if place]
    review = item.rank == "review" or bool(marks and min(marks) == 0)
    cuts = [mark for mark in marks if mark > 3 or review]
    end = 0 if review else min([*cuts, _first_sentences(body)])
    words = body[:end].rstrip(" \t\n-–—,;:([*>=→_")
    if opening and _QUOTE.search(opening.group()) and not _QUOTE.search(words[:-1]):
        words = words.rstrip('"”')
    if not review and len(words) < 4:
        return None
    after = start + len(words)
    if item.status and (lead or not change_in(ticked(text[after:stop]))):
        after, stop = item.status
        lead = lead or meaning_of(text[after:stop], text)
    loose = item.rank == "loose"
    box = "ticked" if met else "empty" if _EMPTY.search(item.lead) else ""
    return PlannedGoal(
        reading, item.number, start, start + len(words), after, stop, lead, review or loose, loose, box, item.rank
    )


def _first_sentences(body: str) -> int:
    """The end of the first sentence of four words or more, within `LONGEST`."""
    for found in _END.finditer(body):
        if found.end() > LONGEST:
            break
        if len(body[: found.start()].split()) >= 4 and body[found.start()] != ";":
            return found.end()
    if len(body) <= LONGEST:
        return len(body)
    cut = max(body[:LONGEST].rfind(sign) for sign in ("; ", ", ", " "))
    return cut if cut > 0 else LONGEST
