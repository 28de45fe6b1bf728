"""What a sentence of any note decides about a goal that it names: "goal 2 met", "goals 1-3 closed", "new goal: ..."."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import pairwise

from companion.overview.goal_course import Course, earlier, numbered, open_course
from companion.overview.goal_heads import HEADED, PART, TITLE, is_under
from companion.overview.goal_mentions import stems, stop_words
from companion.overview.goal_names import Counting, Name, names_in
from companion.overview.goal_plan import PlannedGoal
from companion.overview.goal_status import Change, change_in, date_in
from companion.overview.pattern import pattern
from companion.overview.reading import Reading
from companion.overview.rulebook import rules
from companion.overview.sentences import Sentence

DECISION = 5
"""Words of a clause in which a word like "closed" is said of the goal itself."""

_CLAUSE = pattern(r"[;:,.]\s+|\s[-–—]\s+|\s?[()]")
_OPEN = pattern(r"\b(?:open|reinstated|reactivated)\b")
_DECIDING = pattern(
    r"\b(?:today|plan|as of|this session|consider(?:ed)?|decided|agree\w*|mark\w*|formally|officially|"
    r"(?:is|are|was|been|now) (?:now )?(?:met|achieved|reached|accomplished))\b"
)
_TOPIC = pattern(r"\b([\p{L}'’-]{4,})\s+(?:goal|target|aim|objective)s?\b")
_THAT = pattern(r"\b(?:that|this)\s+(?:goal|aim|target|objective|one|item)\b")
_GOAL_OF = pattern(r"\bgoals?\s+(?:of|to|about|re|around|on|for)\s+([^.;:]{4,60})")
_ASIDE = pattern(r"^\s*[(\[]([^)\]\n]{3,40})[)\]]")
_CLOSING = pattern(
    r"\b(?:clos(?:ing|ed)|dropp(?:ing|ed)|discontinu(?:ing|ed))\b[^.:;]{0,24}\b(?:goals?|today|plan|out)\b"
)
_ADDED = pattern(
    r"\b(?:(?:further|new|another|additional|fourth|fifth)\s+goal\s+(?:has been|was|is)\s+(?:added|set|agreed)\s*:\s*|"
    r"(?:added|adding|add|new)\s+(?:(?:a|an|one|new|further|another)\s+)*"
    r"(?:goal|(?:second|third|fourth|fifth|sixth)(?:\s+(?:goal|aim|one|thing))?)\s*#?(\d{1,2})?\s*(?:\([^)\n]{0,20}\)\s*)?(?::|[-–—]\s)\s*)(?:to\s+)?"
)
_HEAD_BEFORE = pattern(r"\b\p{L}{2,14}\.?[ \t]+#?(\d{1,2})[ \t]*[,:;–—-][ \t]*$")
_VERDICT = pattern(
    r"^(?:(?:the |this )?(?:goal|aim|outcome|target)[ ](?:is |now )?)?"
    r"(?:met|achieved|completed|reached|discontinued|dropped|closed|withdrawn|reopened)\W*$"
)
Spans = Collection[tuple[int, int]]


def take_note(courses: Sequence[Course], reading: Reading, told: Spans, counting: Counting) -> None:
    """Status that a note gives a goal by its number or topic; what stands in `told` was read as the plan's own line."""
    before, spoken = "", list[Course]()
    known = [course for course in courses if course.first.reading.note.id != reading.note.id]
    meant = known if reading.note.kind == "plan" else courses
    for sentence in _own_sentences(reading, told) if meant else ():
        listed = sentence.section == "goals"
        words = reading.text(sentence)
        numbers = list(names_in(words, counting, listed=listed))
        addressed = [] if numbers else list(_by_name(known, words))
        addressed = addressed or [*_addressed(meant, words, numbers), *_harked_back(meant, words, before)]
        if not addressed and len(spoken) == 1 and _is_verdict(words):
            addressed = [(spoken[0], words, change_in(words, named=True))]
        before, spoken = words, list({course.order: course for course, _, _ in addressed}.values())
        for course, said, change in addressed:
            if change and (change != "active" or _OPEN.search(said)):
                day = date_in(said, reading.day) if change != "active" and _is_past(said, reading.day) else reading.day
                course.take(change, day)


VERDICT = 3
"""Words of a sentence that says what became of the goal of the sentence before, and nothing else."""


def _is_verdict(words: str) -> bool:
    """ "Met.", "Outcome met.", "Goal is closed."."""
    return len(words.split()) <= VERDICT and _VERDICT.match(words) is not None


def take_added(courses: list[Course], reading: Reading, told: Spans = ()) -> None:
    """Goals that a note adds to the plan: "added goal 4: ..."."""
    for sentence in _own_sentences(reading, told):
        words = reading.text(sentence)
        if not (added := _ADDED.search(words)):
            continue
        end = sentence.start + len(words.rstrip(" .;,"))
        start = sentence.start + added.end()
        number = int(added.group(1)) if added.group(1) else None
        planned = PlannedGoal(reading, number, start, end, end, end)
        if len(planned.text.split()) >= 2 and earlier(courses, planned) is None:
            open_course(courses, planned)


def _own_sentences(reading: Reading, told: Spans) -> Iterator[Sentence]:
    for sentence in reading.sentences:
        if sentence.start in reading.copied or sentence.section in ("risk", "header", "homework"):
            continue
        if not any(a < sentence.end and sentence.start < b for a, b in told):
            yield sentence


def _decision(said: str) -> Change | None:
    """A status in a clause that decides on the goal, not one that tells of the week ("laptop closed by nine")."""
    if change_in(said) in (None, "reopened"):
        return change_in(said)
    clauses = [said[a:b] for a, b in pairwise([0, *(m.end() for m in _CLAUSE.finditer(said)), len(said)])]
    decided = (change_in(c) for c in clauses if len(c.split()) <= DECISION or _DECIDING.search(c))
    return next((change for change in decided if change), None)


def _is_past(said: str, day: date | None) -> bool:
    given = date_in(said, day)
    return given is not None and day is not None and given <= day


def _addressed(
    courses: Sequence[Course], words: str, numbers: Sequence[Name]
) -> Iterator[tuple[Course, str, Change | None]]:
    """Goals that a sentence names, the words said of each (up to the next name, or all) and what they decide."""
    kinds = {*rules("goals")["labels"]["goal"], *rules("goals")["labels"]["short"]}
    topics = [(m.start(), m.end(), str(m.group(1))) for m in _TOPIC.finditer(words)]
    topics = [topic for topic in topics if topic[2].lower() not in kinds]
    free = [t for t in topics if not any(t[0] < n.end and n.start < t[1] for n in numbers)]
    starts = sorted([*(n.start for n in numbers), *(t[0] for t in free), len(words)])
    alone = len(starts) == 2
    for name in numbers:
        stop = next(start for start in starts if start > name.start)
        said = words if alone else words[name.start : stop]
        change = None if _IF.search(words[: name.start]) else _beside(words, name, stop) or _decision(said)
        for course in _numbered(_of_head(courses, words[: name.start]), name.numbers, words[name.end : stop]):
            yield course, said, change
    for begin, end, topic in free:
        said = words if alone else words[begin : next(start for start in starts if start > begin)]
        meant = [course for course in courses if course.is_topic(topic)]
        for course in meant or _in_aside(courses, words[end:]):
            yield course, said, _decision(said)
    if len(starts) == 1:
        for course, said in _described(courses, words):
            yield course, said, _decision(said)


def _of_head(courses: Sequence[Course], before: str) -> Sequence[Course]:
    """The goals under the head that stands right before a goal's number: "Dx 2, goal 1"; else all."""
    head = _HEAD_BEFORE.search(before)
    under = [c for c in courses if head and any(h.endswith(f" {head.group(1)}") for h in c.under)]
    return under or courses


def _by_name(courses: Sequence[Course], words: str) -> Iterator[tuple[Course, str, Change | None]]:
    """Goals of earlier notes that a sentence names by their head or their own words."""
    named = [*_by_head(courses, words), *_said_again(courses, words)]
    starts = sorted([*(name.start for name, _ in named), len(words)])
    for name, course in named:
        stop = next(start for start in starts if start > name.start)
        yield course, *_of_named(words, name, stop, alone=len(starts) == 2)


def _by_head(courses: Sequence[Course], words: str) -> Iterator[tuple[Name, Course]]:
    """Goals named by what stands over them in the plan: "the Dimension 3 goal", "Problem 2:"."""
    titled = TITLE.match(words)
    for found in (*([titled] if titled else ()), *HEADED.finditer(words)):
        meant = [course for course in courses if is_under(course, " ".join(str(found.group(1)).lower().split()))]
        if len(meant) == 1 and not PART.match(words[found.end() :]):
            yield Name(found.start(), found.end(), frozenset()), meant[0]


def _said_again(courses: Sequence[Course], words: str) -> Iterator[tuple[Name, Course]]:
    """Goals said again in the plan's own words."""
    said = words.casefold()
    for course in courses:
        own = course.first.text.casefold().rstrip(". ")
        place = said.find(own) if len(own.split()) >= SAID and len(said) == len(words) else -1
        if place >= 0:
            yield Name(place, place + len(own), frozenset()), course


def _of_named(words: str, name: Name, stop: int, *, alone: bool) -> tuple[str, Change | None]:
    """What is said of a goal beside its head or its own words, and what that decides."""
    before, after = words[: name.start], words[name.end : stop]
    said = f"{before} {after}" if alone else after
    if _IF.search(before):
        return said, None
    head = change_in(before, named=True) if alone and len(before.split()) <= _BEFORE else None
    return said, _beside(words, name, stop) or head or _decision(said)


SAID = 3
"""Words of a goal from which a sentence may say it again."""
_BEFORE = 3
"""Words around a goal's number in which a status is the goal's own."""
_TOWARD = pattern(r"\b(?:for|toward|towards|on|re|in|with|w/|from|under|per|after)\s*$")
_IF = pattern(r"\b(?:when|if|until|once|unless|before|should)\s*$")


def _beside(words: str, name: Name, stop: int) -> Change | None:
    """The status right behind a goal's number, or right before it: "(e) is done", "closed I", "took V off"."""
    before, after = words[: name.start], words[name.end : stop]
    if _TOWARD.search(before):
        return None
    near = _first_words(after)
    if change := change_in(near, named=True):
        change = (change_in(after) or change) if change == "discontinued" else change
        return change if change != "active" else None
    lead = " ".join(_last_clause(before).split()[-_BEFORE:])
    off = near.split()[0] if near.split()[:1] in (["off"], ["out"]) else ""
    change = change_in(f"{lead} it {off}")
    return change if change != "active" else None


def _only(courses: Sequence[Course], words: str) -> Course | None:
    """The one goal that shares words with a clause, where no other does."""
    theirs = stems(words, stop_words("goals"))
    meant = [course for course in courses if theirs & course.words.stems]
    return meant[0] if len(meant) == 1 else None


def _first_words(after: str) -> str:
    after = after.lstrip(" -–—:,")
    stop = _CLAUSE.search(after)
    clause = after[: stop.start()] if stop else after
    return " ".join(clause.split()[:_BEFORE])


def _last_clause(before: str) -> str:
    return before[max([0, *(m.end() for m in _CLAUSE.finditer(before))]) :]


def _numbered(courses: Sequence[Course], numbers: frozenset[int], after: str) -> list[Course]:
    """The goals of some numbers; words in brackets behind one number tell better than it, for numbers change."""
    meant = _in_aside(courses, after) if len(numbers) == 1 else []
    return meant or numbered(courses, numbers)


def _in_aside(courses: Sequence[Course], after: str) -> list[Course]:
    """The one goal that has all the words in brackets right behind a name."""
    aside = _ASIDE.match(after)
    theirs = stems(str(aside.group(1)), stop_words("goals")) if aside else set[str]()
    meant = [c for c in courses if theirs and theirs <= c.words.stems]
    return meant if len(meant) == 1 else []


def _harked_back(courses: Sequence[Course], words: str, before: str) -> Iterator[tuple[Course, str, Change | None]]:
    """ "That aim is done": the goal that this sentence or the one before speaks of more than of any other."""
    named = _THAT.search(words)
    if not named or _IF.search(words[: named.start()]):
        return
    change = change_in(_first_words(words[named.end() :]), named=True) or change_in(
        f"{' '.join(_last_clause(words[: named.start()]).split()[-_BEFORE:])} it"
    )
    course = _most(courses, words) or _most(courses, f"{before} {words}")
    if course and change and change != "active":
        yield course, words, change


def _most(courses: Sequence[Course], words: str) -> Course | None:
    theirs = stems(words, stop_words("goals"))
    shared = sorted(((len(theirs & c.words.stems), c.order) for c in courses if c.status == "active"), reverse=True)
    clear = shared and shared[0][0] > 0 and (len(shared) == 1 or shared[0][0] > shared[1][0])
    return next(c for c in courses if c.order == shared[0][1]) if clear else None


ABOUT = 3
"""Words behind "the goal on" that name what it is about."""


def _about(courses: Sequence[Course], topic: str) -> Course | None:
    """The one goal that shares words with a topic, else the one that is about it."""
    theirs = stems(topic, stop_words("goals"))
    meant = [c for c in courses if theirs & c.words.stems] or [c for c in courses if c.is_topic(topic)]
    return meant[0] if len(meant) == 1 else None


_ALL = pattern(r"\ball\s+(?:\p{L}+\s+){0,2}(?:goals|aims|targets|objectives)\b")
_ON_THE_PLAN = pattern(
    r"\b(?:(?:back on|off|on|from)\s+(?:the|her|his|their|our)\s+(?:\p{L}+\s+)?(?:plan|list)|signed off|ticked off)\b"
)


def _described(courses: Sequence[Course], words: str) -> Iterator[tuple[Course, str]]:
    """A goal named by what it is: "discontinued goal of playing catch", "closing the bus goal out"."""
    if (every := _ALL.search(words)) and not _IF.search(words[: every.start()]):
        yield from ((course, words[every.start() :]) for course in courses if course.status == "active")
        return
    if (decided := _ON_THE_PLAN.search(words)) and (course := _only(courses, _last_clause(words[: decided.start()]))):
        yield course, words
        return
    if told := _GOAL_OF.search(words):
        theirs = stems(str(told.group(1)), stop_words("goals"))
        shared = [(len(theirs & c.words.stems), -c.order, c) for c in courses]
        best = max(shared, key=lambda entry: entry[:2])
        if best[0] >= min(2, len(best[2].words.stems)):
            yield best[2], words
            return
        if course := _about(courses, " ".join(str(told.group(1)).split()[:ABOUT])):
            yield course, words
            return
    if _CLOSING.search(words):
        for course in courses:
            if course.status == "active" and course.words.stems & stems(words, stop_words("goals")):
                yield course, words
