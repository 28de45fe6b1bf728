"""Later words on a goal: the sentences that share its rare words, its topic or its number, and which way they point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

from companion.overview.goal_names import Counting, names_in
from companion.overview.kept_words import kept
from companion.overview.pattern import Pattern, pattern, phrases
from companion.overview.reading import Reading
from companion.overview.rulebook import rules
from companion.overview.sentences import Sentence
from companion.overview.telling import telling
from companion.record import GoalMention, GoalMentionKind, Mention

SHORT = 200
"""Characters of a quote that is read at a glance; a longer sentence is cut to the clauses that hold the words."""
ENOUGH = 2.0
"""The weight of shared words from which a sentence speaks of a goal."""
SURE = 6.0
"""More shared words than this make nothing surer."""
PER_NOTE = 2
TOPIC = 2.0
FEWEST = 12
"""A client with fewer notes is weighed as if there were so many: else no word of two notes would be rare."""

SMALL = "the and for her his she him not has had was are its but out who our off all any one two too how why did got"

_WORD = pattern(r"[\p{L}][\p{L}\p{M}'’-]*\d*|\d+(?::\d+)?(?:/\d+)?")
_CLAUSE = pattern(r"[;,:]\s+|\s[-–—]+\s")


@kept(65536)
def stem(word: str) -> str:
    """A word without its commonest English endings; irregular forms are in the rules for follow-ups."""
    word = word.lower().replace("’", "'").removesuffix("'s").strip("'")
    word = rules("follow_ups")["irregular"].get(word, word)
    for ending in ("ings", "ing", "ied", "ies", "ed", "es", "ys", "s", "ly", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending)
            return word[:-1] if len(word) > 3 and word[-1] == word[-2:-1] else word
    return word


def stems(text: str, stop: frozenset[str]) -> set[str]:
    """The stems of a text's words of three letters or more, and its figures, without the stop words."""
    found: set[str] = set()
    for match in _WORD.finditer(text):
        word = str(match.group()).lower().replace("’", "'")
        if word in stop or (len(word) < 3 and not word.isdigit()):
            continue
        found.update(
            stem(part) for part in ([word] if "'" in word else word.split("-")) if len(part) > 1 and part not in stop
        )
    return found


@lru_cache(maxsize=8)
def stop_words(name: str) -> frozenset[str]:
    """The words of a rules file that tell nothing, and the small words of any English text."""
    return frozenset(rules(name)["stop"]) | frozenset(SMALL.split())


class Rarity:
    """How much a shared stem tells, by the share of the client's notes, plans apart, that have it."""

    def __init__(self, readings: Sequence[Reading], stop: frozenset[str], counting: Counting | None = None) -> None:
        self.counting = counting or Counting()
        notes = [reading.note.text for reading in readings if reading.note.kind != "plan"]
        self._count = Counter(s for text in notes for s in stems(text, stop))
        self._notes = max(len(notes), FEWEST)

    def weight(self, stems_: Iterable[str]) -> float:
        """The sum over some stems: near nothing for a word of every second note, 2 and more for a rare one."""
        return sum(max(0.0, log(self._notes / (1 + self._count[s]))) for s in stems_)


@dataclass(frozen=True, slots=True)
class GoalWords:
    """What a goal is recognised by."""

    number: int | None
    stems: frozenset[str]
    topic: Pattern | None

    @staticmethod
    def of(text: str, number: int | None) -> GoalWords:
        """The words of a goal, and of the topics that its leading clause names, else the rest of it."""
        lead = text[: stop.start()] if (stop := _CLAUSE.search(text)) else text
        said = _topic_words(lead) or _topic_words(text)
        own = stems(text, stop_words("goals"))
        return GoalWords(number, frozenset(own), phrases(said) if said else None)

    def names(self, words: str, counting: Counting) -> bool:
        """The words name the goal by its number."""
        return self.number is not None and any(self.number in name.numbers for name in names_in(words, counting))


def _topic_words(text: str) -> list[str]:
    return [word for topic in rules("goals")["topics"] if phrases(topic["when"]).search(text) for word in topic["said"]]


Spans = Sequence[tuple[int, int]]
"""Parts of a note in which the goals themselves are written down."""


Near = Callable[[str, int], float]
"""What the meaning of a note's sentence adds to the weight of its words."""


def later_words(
    goal: GoalWords, readings: Sequence[Reading], rarity: Rarity, told: Mapping[str, Spans], near: Near
) -> Iterator[GoalMention]:
    """The best one or two places of each note that speak of the goal, apart from where it is written down."""
    for reading in readings:
        spans = told.get(reading.note.id, ())
        scored = sorted(_scored(goal, reading, rarity, spans, near), key=lambda found: (-found[0], found[1]))[:PER_NOTE]
        free = {s.start for s in reading.sentences if s.start not in reading.copied and not _inside(s, spans)}
        free -= {reading.sentences[reading.number_at(start)].start for _, start, _ in scored}
        for _, start, end in sorted(scored, key=lambda found: found[1]):
            way = direction(reading.mention(start, end), homework=_is_task(reading, start))
            yield GoalMention(telling(reading, start, end, free, SHORT), way)


def _inside(sentence: Sentence, spans: Spans) -> bool:
    return any(a < sentence.end and sentence.start < b for a, b in spans)


def _is_task(reading: Reading, start: int) -> bool:
    sentence = reading.sentence_at(start)
    return sentence is not None and sentence.section == "homework"


def _scored(
    goal: GoalWords, reading: Reading, rarity: Rarity, told: Spans, near: Near
) -> Iterator[tuple[float, int, int]]:
    skip = phrases(rules("goals")["mental_status"])
    for sentence in reading.sentences:
        if sentence.section in ("risk", "header") or sentence.start in reading.copied:
            continue
        if _inside(sentence, told):
            continue
        words = reading.text(sentence)
        if len(skip_hits(skip, words)) >= 2:
            continue
        weight = min(_weight(goal, words, rarity), SURE) + near(reading.note.id, sentence.start)
        is_title = sentence.start == reading.sentences[0].start and words[-1] not in ".!?"
        if is_title and not (goal.topic and goal.topic.search(words)):
            continue
        if weight >= ENOUGH:
            start, end = _short(goal, reading, sentence.start, sentence.end, rarity)
            yield weight, start, end


def skip_hits(skip: Pattern, words: str) -> set[str]:
    """The different words of a mental status examination in a sentence."""
    return {str(m.group()).lower() for m in skip.finditer(words)}


def _weight(goal: GoalWords, words: str, rarity: Rarity) -> float:
    named = 4.0 if goal.names(words, rarity.counting) else 0.0
    topic = TOPIC if goal.topic and goal.topic.search(words) else 0.0
    shared = goal.stems & stems(words, stop_words("goals"))
    return named + topic + rarity.weight(shared)


def _short(goal: GoalWords, reading: Reading, start: int, end: int, rarity: Rarity) -> tuple[int, int]:
    """The whole sentence when it is short, else its clauses from the first to the last that hold the goal's words."""
    if end - start <= SHORT:
        return start, end
    words = reading.note.text[start:end]
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(words)), len(words)]
    pieces = list(pairwise(cuts))
    a, b = max(pieces, key=lambda p: (_weight(goal, words[p[0] : p[1]], rarity), -p[0]))
    return start + a, start + a + len(words[a : min(b, a + SHORT)].rstrip(" ,;:-–—"))


_SCORE = pattern(
    r"\b(?:GAD|PHQ|PCL|BDI|BAI|ICG|AUDIT|ISI)[-\s]?\d?\b\D{1,8}(\d{1,2})\s*[(,]\s*(?:was|from|prior)?\s*(\d{1,2})\b"
)
"""A total and the one before, on a measure of which less is better."""


def direction(mention: Mention, *, homework: bool = False) -> GoalMentionKind:
    """Towards the goal, away from it, or only its name: the side with more cues; a task set is only a name."""
    if homework:
        return "mention"
    table = rules("goals")
    good = phrases(table["progress"])
    cues = [str(m.group()) for m in phrases([*table["progress"], *table["setback"]]).finditer(mention.quote)]
    ahead = sum(1 for cue in cues if good.fullmatch(cue))
    back = len(cues) - ahead
    if score := _SCORE.search(mention.quote):
        now, before = int(score.group(1)), int(score.group(2))
        ahead, back = ahead + (now < before), back + (now > before)
    if ahead == back:
        return "mention"
    return "progress" if ahead > back else "setback"
