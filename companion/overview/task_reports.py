"""Which sentence of a later note says what came of a task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from companion.overview.goal_mentions import Rarity, stems, stop_words
from companion.overview.reading import Reading
from companion.overview.sentences import Sentence
from companion.overview.task_outcome import about, cue, share_told
from companion.overview.task_words import listed
from companion.record import Mention

EARLY = 6
"""A session note begins with what came of the homework: so many sentences count for a little more."""
ENOUGH = 0.95
"""The weight from which a sentence reports on a task."""
WHOLE = 1.0
"""The weight of sharing all of a task's words, however common each of them is in this record."""
LEAST = 0.35
"""The weight of a common word, when the share of a task's words is told."""
FURTHER = 0.9
"""What a report loses with each session that passed before it."""
MOST_NEWS = 400
"""Sentences of one later note that are searched for a report."""

Later = Sequence[tuple[Reading, Sequence[Mention]]]
"""Later notes, oldest first, each with the tasks that it sets itself."""


def report_on(task: Mention, later: Later, rarity: Rarity) -> Mention | None:
    """The later sentence that shares most with the task; the nearer session wins when it says anything."""
    own = stems(task.quote, stop_words("follow_ups"))
    best: tuple[float, Mention] | None = None
    for place, (reading, tasks) in enumerate(later):
        early = EARLY if reading.note.kind != "journal" else 0
        for nth, sentence in enumerate(islice(_news(reading, tasks), MOST_NEWS)):
            weight = _weight(reading.text(sentence), own, rarity)
            if weight is None:
                continue
            score = weight - FURTHER * place + (0.5 if nth < early else 0.0)
            if score >= ENOUGH and (best is None or score > best[0]):
                best = score, reading.mention(sentence.start, sentence.end)
    return best[1] if best else None


def _weight(said: str, own: set[str], rarity: Rarity) -> float | None:
    """How much a sentence has to do with a task; None where nothing ties them."""
    shared = own & stems(said, stop_words("follow_ups"))
    homework = listed("homework_words").search(said) is not None and cue(said) is not None
    if not shared and not homework:
        return None
    said_of_it = about(said, own)
    tells = 1.0 if share_told(said_of_it) else 0.4 if cue(said_of_it) else 0.0
    share = _least(shared, rarity) / _least(own, rarity) if own else 0.0
    return rarity.weight(shared) + WHOLE * share + (2.0 if homework else 0.0) + tells


def _least(stems_: set[str], rarity: Rarity) -> float:
    return sum(max(LEAST, rarity.weight([stem])) for stem in stems_)


def _news(reading: Reading, tasks: Sequence[Mention]) -> Iterator[Sentence]:
    """Sentences in which a note may say what came of a task: not its own new tasks, nor what it copied."""
    for sentence in reading.sentences:
        if sentence.section in ("risk", "header", "plan", "assessment") or sentence.start in reading.copied:
            continue
        if not any(task.start < sentence.end and sentence.start < task.end for task in tasks):
            yield sentence
