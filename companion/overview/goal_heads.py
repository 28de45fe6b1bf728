"""What stands over a goal in its plan ("Problem 2", "Child goal 1 -", "Dimension 4"), by which a review speaks of it.

A review often gives only the head, what happened and a status: "Goal 2: used the card six times. Met." Those words are
no new goal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from companion.overview.goal_course import Course, earlier
from companion.overview.goal_plan import PlannedGoal
from companion.overview.goal_status import change_behind, change_in
from companion.overview.pattern import Match, pattern
from companion.overview.plan_lines import joined_lines
from companion.overview.plan_strung import to_do
from companion.overview.reading import Reading

ABOVE = 6
"""Lines above a goal's own among which its head stands."""
SHORTEST = 3
"""Letters of a head's name that is cut short."""
LAST_CLAUSE = 5
"""Words of a clause that may be a status and nothing else."""

_HEAD = pattern(
    r"^[\s#*_>|•-]*(?P<name>(?:[\p{L}’'/-]+[ \t]+){0,3}?\p{L}{1,14})[ \t]*[#(]?[ \t]*"
    r"(?P<count>\d{1,2}|(?-i:[A-H]|[IVX]{1,4}))\b[)\]]?[ \t]*(?:\([^)\n]{0,20}\)[ \t]*)?(?:[:.|)–—-]|[ \t]{2,}|$)"
    r"|^[\s#*_>|•-]*(?P<label>(?:[\p{L}’']+[ \t]+){1,3}(?:goal|aim))[ \t]*(?:[:|]|[–—-][ \t])"
)
HEADED = pattern(r"\b(\p{L}{3,14}[ \t]+\d{1,2})\b(?:[ \t]+(?:goal|aim|outcome|target)\b)?")
"""A head in a sentence: "the Dimension 3 goal"."""
_TITLED = pattern(r"^[ \t]*#{2,6}[ \t]+(?:\d{1,2}[.):][ \t]+)?(\p{L}[\p{L} /&-]{2,30})$")
"""A heading in Markdown with a goal's short name: "### 2. Work"."""
PART = pattern(r"^-[A-H]\b", exact_case=True)
"""Behind a head's count: it is a part of what stands under the head, "Objective 1-B"."""
TITLE = pattern(r"^\W*(\p{L}[\p{L} /&-]{2,30}):\s")
"""Such a name before what a note tells: "- Work: back since April."."""
_NEW = pattern(r"\b(?:new|added|adding|replac\w+|instead)\b")
_CLAUSE = pattern(r"[.;:]\s+|,\s+|\s[-–—]\s+")


def take_heads(courses: Sequence[Course], reading: Reading, planned: Sequence[PlannedGoal]) -> list[PlannedGoal]:
    """Gives each goal what a review's lines say below its head; the planned goals that are no such line are left."""
    kept = list(planned)
    if not courses or reading.note.kind != "plan":
        return kept
    text = reading.note.text
    for start, body, stop, head in _headed(text, courses):
        meant = [course for course in courses if is_under(course, head) or head == _words(course)]
        within = [p for p in kept if start <= p.start < stop]
        again = any(earlier(courses, p) for p in within if p.text)
        if len(meant) != 1 or again or (within and _is_goal(within[0])):
            continue
        if _decides(text[body:stop], within):
            meant[0].review(PlannedGoal(reading, None, body, body, body, stop, review=True))
            kept = [p for p in kept if p not in within]
    return kept


def learn_heads(courses: Sequence[Course], planned: Sequence[PlannedGoal]) -> None:
    """Remembers the heads under which a plan has its goals; one that stands over two goals is neither's."""
    told = [(p, course) for p in planned if p.text and not p.review and (course := earlier(courses, p))]
    own = {p.start: head for p, _ in told if (head := _own_head(p))}
    heads = [(own[p.start], course) for p, course in told if p.start in own]
    above: list[str] = []
    since = 0
    for p, course in told:
        above, since = _heads_above(p, since) or above, p.start
        course.under.update(above)
        heads += [(head, course) for head in above if head not in own.values()]
    often = Counter(head for head, _ in heads)
    for head, course in heads:
        for other in courses:
            other.heads.discard(head)
        if often[head] == 1:
            course.heads.add(head)


def _own_head(planned: PlannedGoal) -> str:
    """The head on the goal's own line, or alone on the line above."""
    lines = planned.reading.note.text[: planned.start].split("\n")
    above = lines[-2] if len(lines) > 1 else ""
    own = _HEAD.match(lines[-1]) or (_HEAD.match(above) if not lines[-1].strip() else None)
    title = _TITLED.match(above) if lines[-1].strip().lower() in ("", "to") else None
    return _key(own) if own else " ".join(str(title.group(1)).lower().split()) if title else ""


def _heads_above(planned: PlannedGoal, since: int) -> list[str]:
    """The heads above the goal's own line, as far as the goal before it."""
    lines = planned.reading.note.text[since : planned.start].split("\n")[:-1]
    above = [line for line in lines if line.strip()][-ABOVE:]
    return [_key(match) for line in above if (match := _HEAD.match(line))]


def _key(head: Match) -> str:
    return " ".join(str(head.group("label") or f"{head.group('name')} {head.group('count')}").lower().split())


def is_under(course: Course, head: str) -> bool:
    """The goal stands below the head, which may be cut short: "Dim 4" for "Dimension 4"."""
    name, _, count = head.rpartition(" ")
    short = len(name) >= SHORTEST
    return head in course.heads or any(short and h.startswith(name) and h.endswith(f" {count}") for h in course.heads)


def _words(course: Course) -> str:
    return course.first.text.casefold().rstrip(". ")


def _headed(text: str, courses: Sequence[Course]) -> Iterator[tuple[int, int, int, str]]:
    """Start, words, end and head of each line that has one, or begins with a goal's own words, with the lines below it
    as far as the next."""
    found = []
    said = [_words(course) for course in courses if len(_words(course).split()) > 1]
    for start, stop in joined_lines(text):
        begin = start + len(text[start:stop]) - len(text[start:stop].lstrip(" \t*•#>-–—"))
        own = next((words for words in said if text[begin:stop].casefold().startswith(words)), None)
        if own:
            found.append((start, begin + len(own), own))
        elif match := _HEAD.match(text[start:stop]):
            found.append((start, start + match.end(), _key(match)))
    ends = [*(start for start, _, _ in found), len(text)]
    for (start, body, head), (_, following) in zip(found, pairwise(ends), strict=True):
        gap = text.find("\n\n", body, following)
        yield start, body, gap if gap >= 0 else following, head


def _is_goal(planned: PlannedGoal) -> bool:
    """The words are called new, or set out something to do."""
    if planned.review and not planned.text:
        return False
    return is_called_new(planned) or to_do().match(planned.text) is not None


def is_called_new(planned: PlannedGoal) -> bool:
    """What stands before the words, in them or behind them says that the goal is new."""
    return _NEW.search(f"{planned.lead} {planned.said} {planned.text}") is not None


def _decides(said: str, within: Sequence[PlannedGoal]) -> bool:
    """A status stands behind the planned words, or as a clause of its own in what is said below the head."""
    if any(change_behind(p.said) for p in within if p.said.strip()):
        return True
    ends = [0, *(m.end() for m in _CLAUSE.finditer(said)), len(said)]
    clauses = [said[a:b] for a, b in pairwise(ends)]
    return any(change_in(clause, named=True) is not None for clause in clauses if len(clause.split()) <= LAST_CLAUSE)
