"""Tasks set for between sessions, what a later note says came of them, and what was left last time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice, pairwise

from companion.overview.goal_mentions import Rarity, stems, stop_words
from companion.overview.pattern import alternatives, pattern, phrases
from companion.overview.reading import Reading
from companion.overview.rulebook import rules
from companion.overview.sentences import Sentence
from companion.overview.sessions import MEETINGS
from companion.record import FollowUp, Mention, Outcome, Session

EARLY = 4
"""A session note begins with what came of the homework: so many sentences count for a little more."""
ENOUGH = 1.2
"""The weight of shared words from which a sentence reports on a task."""
LATER_SESSIONS = 2
"""How many sessions after it was set a task is asked about."""
MOST_TASKS = 12
"""Tasks of one note that are followed; a note that sets more is a list, or not written by a therapist."""
MOST_NEWS = 400
"""Sentences of one later note that are searched for a report."""
GLANCE = 8
REPORTING = frozenset({"progress", "journal", "transcript", "contact"})


def find_follow_ups(readings: Sequence[Reading], sessions: Sequence[Session]) -> tuple[FollowUp, ...]:
    """Every task, oldest first, with what the next sessions' notes say of it."""
    rarity = Rarity(readings, stop_words("follow_ups"))
    found: list[FollowUp] = []
    for place, reading in enumerate(readings):
        until = _asked_until(reading, sessions)
        later = [r for r in readings[place + 1 :] if r.note.kind in REPORTING and _between(reading.day, r.day, until)]
        for task in tasks(reading):
            reported = _report(task, later, rarity)
            own = stems(task.quote, stop_words("follow_ups"))
            found.append(FollowUp(task, outcome_of(reported.quote, own) if reported else None, reported))
    return tuple(found)


def left_last_time(readings: Sequence[Reading], sessions: Sequence[Session]) -> tuple[tuple[Mention, ...], date | None]:
    """One or two tasks of the newest meeting's note that set any, in short, and that session's day."""
    met = {session.date for session in sessions}
    for reading in reversed(readings):
        if reading.note.kind in MEETINGS and reading.day in met and (found := tasks(reading)):
            return tuple(_at_a_glance(reading, task) for task in found[:2]), reading.day
    return (), None


def _between(after: date | None, day: date | None, until: date | None) -> bool:
    return after is not None and day is not None and after < day and (until is None or day <= until)


def _asked_until(reading: Reading, sessions: Sequence[Session]) -> date | None:
    after = [s.date for s in sessions if reading.day and s.date > reading.day]
    return after[min(LATER_SESSIONS, len(after)) - 1] if after else None


def tasks(reading: Reading) -> list[Mention]:
    """The tasks that a note sets: what stands under homework, else what its plan tells the client to do."""
    if reading.note.kind not in ("progress", "intake", "contact", "transcript"):
        return []
    homework = [s for s in reading.sentences if s.section == "homework" and not s.speaker]
    found = list(islice((m for s in homework if (m := _task(reading, s.start, s.end))), MOST_TASKS))
    if found:
        return found
    told = (m for s in reading.sentences if s.section == "plan" for m in _told(reading, s))
    return list(islice(told, MOST_TASKS))


def _not_task() -> str:
    return rf"^(?:and\s+|then\s+)?{alternatives(tuple(rules('follow_ups')['not_task']))}"


_CUT = pattern(rf"[.;,]?\s+{alternatives(tuple(rules('follow_ups')['cut_before']))}")
_LEAD = pattern(r"^(?:[-*•–]+\s*|\d{1,2}[.)]\s+|\(\d\)\s*|(?:and|also|then|plus)[,:]?\s+)+")


def _task(reading: Reading, start: int, end: int) -> Mention | None:
    """The task in a span, without its sign, the appointment and the full stop."""
    text = reading.note.text
    if lead := _LEAD.match(text[start:end]):
        start += lead.end()
    if pattern(_not_task()).search(text[start:end]):
        return None
    if cut := _CUT.search(text[start:end]):
        end = start + cut.start()
    end = start + len(text[start:end].rstrip(" .;,\n\t"))
    return reading.mention(start, end) if end - start >= 4 else None


_UNDONE = pattern(r"\b(?:not|no longer|never|refus\w*|declin\w*|\w+n['’]t|cannot|without)\b")
"""Words before "asked to" and the like that turn a task into its refusal."""
_SOMEBODY_WILL = pattern(r"(?:he|she|they|we|i)\b")
"""Inside a sentence these may be anybody: "Landlord said they will ..."."""


def _told(reading: Reading, sentence: Sentence) -> Iterator[Mention]:
    """A task in a plan without a homework heading: "ct to ...", or an imperative at the sentence's beginning."""
    words = reading.text(sentence)
    told = pattern(rf"\b{alternatives(tuple(rules('follow_ups')['told_to']))}\s").search(words)
    if told and (_UNDONE.search(words[: told.start()]) or (told.start() > 0 and _SOMEBODY_WILL.match(told.group(0)))):
        return
    if told:
        start = sentence.start + told.end()
    elif pattern(rf"^{alternatives(tuple(rules('follow_ups')['imperatives']))}\s").search(words):
        start = sentence.start
    else:
        return
    if task := _task(reading, start, sentence.end):
        yield task


def _report(task: Mention, later: Sequence[Reading], rarity: Rarity) -> Mention | None:
    """The later sentence that shares most with the task; the nearer session wins when it says anything."""
    own = stems(task.quote, stop_words("follow_ups"))
    homework = phrases(rules("follow_ups")["homework_words"])
    best: tuple[float, Mention] | None = None
    for place, reading in enumerate(later):
        for nth, sentence in enumerate(islice(_news(reading), MOST_NEWS)):
            words = reading.text(sentence)
            shared = own & stems(words, stop_words("follow_ups"))
            says_homework = homework.search(words) is not None and _cue(words) is not None
            if not shared and not says_homework:
                continue
            score = rarity.weight(shared) + (2.0 if says_homework else 0.0) - 0.6 * place
            score += (0.5 if nth < EARLY else 0.0) + (0.7 if _cue(_about(words, own)) else 0.0)
            if score >= ENOUGH and (best is None or score > best[0]):
                best = score, reading.mention(sentence.start, sentence.end)
    return best[1] if best else None


def _news(reading: Reading) -> Iterator[Sentence]:
    """Sentences in which a note may say what came of a task."""
    for sentence in reading.sentences:
        elsewhere = sentence.section in ("risk", "header", "homework", "plan", "assessment")
        if not elsewhere and sentence.start not in reading.copied:
            yield sentence


def _about(words: str, own: set[str]) -> str:
    """The clauses of a report that share a word with the task; all of it where none does."""
    cuts = [0, *(m.end() for m in _BREAK.finditer(words)), len(words)]
    clauses = [words[a:b] for a, b in pairwise(cuts)]
    return " ".join(c for c in clauses if own & stems(c, stop_words("follow_ups"))) or words


def _cue(words: str) -> Outcome | None:
    """What the words say outright: not done, or partly."""
    table = rules("follow_ups")
    if phrases(table["not_done"]).search(words):
        return "not_done"
    if _OF.search(words) or phrases(table["partly"]).search(words):
        return "partly"
    return "done" if phrases(["done", "did", "completed", "complete", "finished"]).search(words) else None


_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen)"
_OF = pattern(
    rf"\b{_COUNT}\s+(?:\p{{L}}+\s+)?(?:out\s+)?of\s+(?:the\s+)?(?:last\s+)?{_COUNT}\b|\b\d+/\d+\s+(?:days|nights|times)"
)


def outcome_of(words: str, own: set[str]) -> Outcome:
    """What came of a task; a report without a word against it says that it was done."""
    return _cue(_about(words, own)) or "done"


_BREAK = pattern(r"[;,:]\s+|\s[-–—]\s|\s\(")
_TURNS = "not|no|never|without|w/o|unless|until|except|only|if|when|once|provided|as long|don't|doesn't"
_TURN = pattern(rf"^[\s(:;,–—-]*(?:and\s+|but\s+|or\s+)?(?:{_TURNS})\b")


def _at_a_glance(reading: Reading, task: Mention) -> Mention:
    """The task's leading clauses in eight words where they allow; a turn ("but not ...") is never cut off."""
    if len(task.quote.split()) <= GLANCE:
        return task
    cuts = [m.start() for m in _BREAK.finditer(task.quote) if not _TURN.match(task.quote[m.start() :])]
    fitting = [cut for cut in cuts if 2 <= len(task.quote[:cut].split()) <= GLANCE]
    if not fitting:
        return task
    return reading.mention(task.start, task.start + fitting[-1])
