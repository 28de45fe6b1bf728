"""The tasks that a note sets for between sessions, and which of its sentences set them.

Therapists mark a task with a heading, tell it ("asked her to ..."), or list it bare in the plan. Bare lists are read
only where the record shows that this therapist has no other way: elsewhere a plan's other sentences are about
treatment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from companion.overview.pattern import pattern
from companion.overview.reading import Reading
from companion.overview.rulebook import words
from companion.overview.task_labels import own_labels
from companion.overview.task_places import Spot, spots
from companion.overview.task_words import listed
from companion.record import Mention

MOST_TASKS = 12
"""Tasks of one note that are followed; a note that sets more is a list, or not written by a therapist."""
HABIT = 0.4
"""The share of a record's session notes with marked or told tasks from which its bare plans are about treatment."""
TELLING = 4
"""Sentences of a note without headings from which its last line may set tasks."""
SETTING = ("progress", "intake", "contact", "transcript")


def tasks_of(readings: Sequence[Reading]) -> tuple[tuple[Mention, ...], ...]:
    """For each note, the tasks it sets."""
    places = [tuple(spots(reading)) for reading in readings]
    if not _say_where(readings, places) and (own := own_labels(readings)):
        places = [tuple(spots(reading, own)) for reading in readings]
    clear = [tuple(_clear_tasks(reading, at)) for reading, at in zip(readings, places, strict=True)]
    more = _with_bare if _bare_plans(readings, clear) else _with_imperatives
    return tuple(
        found if any(spot.kind == "marked" for spot in at) else tuple(more(reading, at, found))
        for reading, at, found in zip(readings, places, clear, strict=True)
    )


def _say_where(readings: Sequence[Reading], places: Sequence[Sequence[Spot]]) -> bool:
    """Whether this record's session notes mostly have a plan or tasks under a heading that is known."""
    notes = [at for reading, at in zip(readings, places, strict=True) if reading.note.kind == "progress"]
    return sum(1 for at in notes if any(s.kind in ("plan", "marked") for s in at)) >= HABIT * len(notes)


def _bare_plans(readings: Sequence[Reading], clear: Sequence[Sequence[Mention]]) -> bool:
    """Whether this record's session notes seldom set a task in so many words."""
    notes = [found for reading, found in zip(readings, clear, strict=True) if reading.note.kind == "progress"]
    return bool(notes) and sum(1 for found in notes if found) < HABIT * len(notes)


def _clear_tasks(reading: Reading, places: Sequence[Spot]) -> Iterator[Mention]:
    """What stands under a heading for tasks, else what the note says the client was given to do."""
    if reading.note.kind not in SETTING:
        return iter(())
    marked = [task for s in places if s.kind == "marked" for task in _marked_tasks(reading, s)]
    if marked:
        return islice(iter(marked), MOST_TASKS)
    told = (task for spot in _where_told(reading, places) for task in _told(reading, spot))
    return islice(told, MOST_TASKS)


def _where_told(reading: Reading, places: Sequence[Spot]) -> Iterator[Spot]:
    """The plan, or where there is none the second half of the prose; and any sentence that speaks of the time until
    the next session."""
    plan = any(spot.kind in ("plan", "mixed") for spot in places)
    middle = len(reading.note.text) // 2
    for spot in places:
        ending = not plan and spot.kind == "prose" and spot.end > middle and reading.note.kind != "intake"
        until = listed("until_next").search(reading.note.text[spot.start : spot.end]) is not None
        if spot.kind in ("plan", "mixed") or ending or (until and reading.note.kind != "intake"):
            yield spot


def _with_imperatives(reading: Reading, places: Sequence[Spot], told: Sequence[Mention]) -> Iterator[Mention]:
    """The told tasks; where there are none, sentences of the plan that begin with what to do."""
    yield from told
    if told or reading.note.kind not in SETTING:
        return
    first = listed("imperatives", "^", r"\s")
    for spot in places:
        if spot.kind == "plan" and (task := _task(reading, spot.start, spot.end)) and first.search(task.quote):
            yield task


def _with_bare(reading: Reading, places: Sequence[Spot], told: Sequence[Mention]) -> Iterator[Mention]:
    """The told tasks of a plan and its other sentences that are not the therapist's own business."""
    if reading.note.kind != "progress":
        yield from told
        return
    found = list(told)
    bare = [spot for spot in places if spot.kind == "plan"] or list(_last_line(reading, places))
    for spot in bare:
        if any(t.start < spot.end and spot.start < t.end for t in told):
            continue
        task = _task(reading, spot.start, spot.end)
        if task and not (_of_the_therapist(task.quote) or _tells(task.quote) or _SIGNED.match(task.quote)):
            found.append(task)
    yield from sorted(found, key=lambda t: t.start)[:MOST_TASKS]


def _last_line(reading: Reading, places: Sequence[Spot]) -> Iterator[Spot]:
    """Of a note without headings: the sentences of its last line that tell of nothing that was or is."""
    if any(spot.kind != "prose" for spot in places) or len(places) < TELLING:
        return
    text = reading.note.text
    for spot in reversed(places):
        said = text[spot.start : spot.end]
        if _SIGNED.match(said):
            continue
        if _TELLS.search(said) is None:
            yield spot
        if "\n" in text[max(0, spot.start - 8) : spot.start]:
            return


def _of_the_therapist(sentence: str) -> bool:
    """The sentence is about treatment, medicine, an emergency, or what was done in the session."""
    medicine = pattern(rf"\b\p{{L}}{{2,}}(?:{'|'.join(words('follow_ups', 'medicine_endings'))})\b")
    did = listed("therapist_did", r"^(?:[^\s,;]+\s+){0,3}")
    ways = (listed("therapist_first", "^"), listed("therapist_says"), did, medicine)
    return any(way.search(sentence) for way in ways)


def _tells(sentence: str) -> bool:
    """The sentence tells how the client is, or speaks of a task and sets none: "Ct refused when asked to ..."."""
    if _SPEAKS.search(sentence):
        return True
    return listed("told_to", r"\b", r"\s").search(sentence) is not None or _REFUSED.search(sentence) is not None


_CUT = listed("cut_before", r"[.;,]?\s+")
_LEAD = pattern(
    r"^(?:[-*•–|]+\s*|\d{1,2}[.)]\s+|\(\d\)\s*|(?:and|also|then|plus|please)[,:]?\s+|\[ ?\]\s*|->\s*|"
    r"[\p{Lu}][\p{Ll}]+ [–—-] )+"
)
_TELLS = pattern(
    r"\b(?:was|were|is|are|am|has|had|have|did|does|feels?|felt|says?|said|went|came|got|took|told|saw|seems?|wants?|"
    r"slept|made|gave|left|thinks?|thought|knows?|knew|\p{L}{2,}ed|i)\b|[\"“?!]|['’](?:s been|m|ve)\b"
)
"""A sentence that tells of something, where a task says what to do."""
_SPEAKS = pattern(
    r"^(?:he|she|they|it|this|that|there|we|ct|pt|cl|client|patient)\b|\b(?:was|were|had|went|came|said|says|felt|feels|"
    r"seems|appears|reports|denies|remains|presented|tolerated|responded|expressed|agreed with|understands|aware)\b"
)
"""A sentence of a plan about how the client is, and not what is to be done."""
_SIGNED = pattern(r"^[\s–—-]*(?:[\p{Lu}][\p{L}.'’-]*[\s,/]*){1,5}$", exact_case=True)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec"
_DATE = rf"(?:\d{{1,2}}[-/. ](?:\d{{1,2}}\b|(?:{_MONTHS})\w*)|(?:{_MONTHS})\w*\.? \d{{1,2}}\b)"
_DAY = pattern(rf"^(?:(?:on|next|back|back on|away|off) )?{_DATE}|^(?:\S+ ){{1,2}}{_DATE}[.\s]*$")
"""A sentence that begins with a day, or is hardly more than one, is an appointment."""
_PARTS = pattern(r";\s+|\s+(?:\(?\d[.)])\s+")


def _marked_tasks(reading: Reading, spot: Spot) -> Iterator[Mention]:
    """The tasks in a sentence under a heading, each for itself where a semicolon or a figure parts them."""
    start = spot.start
    for cut in [*_PARTS.finditer(reading.note.text[spot.start : spot.end]), None]:
        end = spot.start + cut.start() if cut else spot.end
        if task := _task(reading, start, end):
            yield task
        start = spot.start + cut.end() if cut else end


def _task(reading: Reading, start: int, end: int) -> Mention | None:
    """The task in a span, without its sign, the appointment and the full stop."""
    text = reading.note.text
    if lead := _LEAD.match(text[start:end]):
        start += lead.end()
    if listed("not_task", r"^(?:and\s+|then\s+)?").search(text[start:end]) or _DAY.match(text[start:end]):
        return None
    if cut := _CUT.search(text[start:end]):
        end = start + cut.start()
    end = start + len(text[start:end].rstrip(" .;,|\n\t"))
    return reading.mention(start, end) if end - start > 4 else None


_UNDONE = pattern(r"\b(?:not|no longer|never|refus\w*|declin\w*|\w+n['’]t|cannot|without)\b")
"""Words before "asked to" and the like that turn a task into its refusal."""
_SOMEBODY_WILL = pattern(r"(?:he|she|they|we|i)\b")
"""Inside a sentence these may be anybody: "Landlord said they will ..."."""
_REFUSED = pattern(r"\b(?:refused|declined|did not want|didn['’]t want)\b")
_SUBJECT = (
    r"^(?:[\p{Lu}][\p{L}.'’-]*|[Cc]lient|[Pp]atient|cl|pt|ct|[Pp]arents|[Bb]oth|[Cc]ouple|[Ff]amily|[Ss]he|[Hh]e|[Tt]hey)"
    r"(?: (?:and|&|[\p{Lu}][\p{L}.'’-]*)){0,3}"
)
_SUBJECT_WILL = pattern(
    rf"{_SUBJECT}(?:['’]ll| (?:to|will|(?:is|are) (?:to|going to|willing to)|(?:has |have )?agree[ds]? to|plans? to|"
    r"means to|wants to try|undert(?:akes|ook) to|promise[ds] to|offer(?:s|ed) to|commit(?:s|ted)? to|chose to|"
    r"intends to)) [\p{Ll}]{2,}\b",
    exact_case=True,
)
"""Whoever it is, and what they will do: "Joost to hold the key", "She'll ring on Monday"."""
_BARE_TO = pattern(rf"{_SUBJECT} to [\p{{Ll}}]+$", exact_case=True)
_TO_A_PLACE = pattern(r"\bto (?:the|a|an|my|his|her|their|our|this|that|next|be)\b")


def _told(reading: Reading, spot: Spot) -> Iterator[Mention]:
    """A task in so many words: "ct to ...", "Joost to hold the key", in prose "I asked him to ..."."""
    said = reading.note.text[spot.start : spot.end]
    if _REFUSED.search(said):
        return
    told = listed("told_to" if spot.kind in ("plan", "mixed") else "told_by", r"\b", r":?\s").search(said)
    if told is None and (named := _SUBJECT_WILL.search(said)) and _may_be(spot, str(named.group())):
        if (
            not _TO_A_PLACE.search(named.group())
            and not _of_the_therapist(said)
            and _task(reading, spot.start, spot.end)
        ):
            yield reading.mention(spot.start, spot.start + len(said.rstrip(" .;,\n\t")))
        return
    if told is None or _UNDONE.search(said[: told.start()]):
        return
    if spot.kind in ("plan", "mixed") and _SOMEBODY_WILL.match(told.group(0)) and not _only_when(said[: told.start()]):
        return
    if (task := _task(reading, spot.start + told.end(), spot.end)) and not _contingent(said):
        yield task


def _may_be(spot: Spot, said: str) -> bool:
    """ "Joost to hold" is a task in a plan; in prose "Bus to town" and "Tried to ask" read the same."""
    return spot.kind in ("plan", "mixed") or _BARE_TO.search(said) is None


def _only_when(before: str) -> bool:
    """Before "she will" stands nothing, or only when: "Between sessions", "Before next time,"."""
    return not before.strip() or listed("task_words", r"^\s*", r"[^.;]{0,20}$").match(before) is not None


def _contingent(sentence: str) -> bool:
    """What to do in an emergency is no task."""
    return pattern(r"^(?:plan:\s*)?(?:if|should|in case)\b").search(sentence) is not None
