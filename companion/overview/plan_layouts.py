"""The layouts of treatment plans: which lines are the goals, in lists, tables, under problems, or in prose."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from companion.overview.pattern import pattern, phrases
from companion.overview.plan_boxes import tells_a_status
from companion.overview.plan_item import Item
from companion.overview.plan_lines import NESTED, Line
from companion.overview.plan_list import PlanList
from companion.overview.plan_outlines import outlined_lines
from companion.overview.plan_strung import numbered_parts, strung_parts, to_do
from companion.overview.plan_tables import table_items
from companion.overview.plan_titles import is_title
from companion.overview.rulebook import rules

RANKS = ("goal", "short", "objective")


@dataclass(slots=True)
class _Page:
    """What is known while a plan is read line by line."""

    text: str
    items: list[Item] = field(default_factory=list)
    outer: PlanList | None = None
    inner: PlanList | None = None
    loose: PlanList | None = None
    pending: Line | None = None
    card: Line | None = None
    """ "Goal 2", alone or with a status, whose words a field below may hold."""
    spaced: bool = False
    """A blank line stood below the heading of the list: others may stand in it."""
    problem: int | None = None
    newest: Line | None = None
    """The newest goal with words behind its label."""
    area: Line | None = None
    """The newest "Goal area: School", below which the goal's words may stand alone."""
    clause: str = ""
    """The label, where it is a clause, that the goals stand behind: "What we want"."""
    shouted: bool = False
    """The plan is written in capitals, so that a line of capitals is no heading."""
    explained: bool = False
    """The newest goal stood in a field of its own for its words."""

    blocks: int | None = None
    """Goals found before the newest of the problems under which the plan has its goals, or nothing."""
    told: tuple[int, int] | None = None
    """A status that stood below such a problem before its goal did."""

    def add(self, rank: str, number: int | None, line: Line) -> None:
        """Take the line's words as one goal, or as several that it numbers or strings together."""
        first = number == 1
        parts = numbered_parts(self.text, line.body, line.stop, begun=first) if number is None or first else []
        if not parts and number is None and line.plural:
            parts = strung_parts(self.text, line.body, line.stop)
        if len(parts) > 1:
            self.items.extend(Item(rank, n, a, b, line.lead) for n, a, b in parts)
        else:
            self.items.append(Item(rank, number, line.body, line.stop, line.lead, self.told))
            self.told = None

    def label(self, line: Line) -> None:
        """A line with a label of its own."""
        if self.card and self._states(self.card, line):
            self._take_stated(self.card, line)
            return
        if line.kind not in ("detail", "other", "status") or line.body >= line.stop:
            self.pending = None
        if line.kind == "status" or (line.kind == "other" and self._tells(line)):
            self._status(line)
        elif line.kind == "problem":
            self.problem, self.area, self.outer, self.inner = line.number, line, None, None
            leads = line.number is not None and (not self.items or self.blocks is not None)
            self.blocks, self.told = len(self.items) if leads else None, None
        elif line.kind in ("detail", "other"):
            self._aside(line)
        else:
            self._goal(line)

    def _aside(self, line: Line) -> None:
        """A label that is no goal's: it ends a list on its own level when it heads something else."""
        bare = line.body >= line.stop
        outer = self.outer
        ends = bare or line.kind == "other" or (outer is not None and outer.style in ("", "plain"))
        if outer and ends and outer.style in ("", "bullet", "plain") and line.indent <= outer.indent:
            self.outer = None
        if bare or not self.items or self.outer:
            self.inner = PlanList("detail", indent=line.indent, headed=bare)

    def _status(self, line: Line) -> None:
        if line.number is not None:
            self.items.append(Item("review", line.number, line.body, line.stop))
        elif self.blocks == len(self.items) and line.body < line.stop:
            self.told = line.body, line.stop
        elif self.items and not self.items[-1].status and line.body < line.stop:
            self.items[-1] = replace(self.items[-1], status=(line.body, line.stop))

    def _tells(self, line: Line) -> bool:
        """An unknown field with a status in it and nothing else: "Where we are: Met 4/10"."""
        said = self.text[line.body : line.stop]
        return bool(self.items) and self.items[-1].rank == "goal" and tells_a_status(said)

    def _states(self, card: Line, line: Line) -> bool:
        """A field below "Goal 2" with the goal's words: it is called so, or comes next and is a thing to do."""
        if line.kind not in ("detail", "other") or line.body >= line.stop:
            return False
        name, words = self.text[line.start : line.body], self.text[line.body : line.stop]
        following = line.kind == "other" and not self.text[card.stop : line.start].strip()
        return _is_statement(name) or (following and to_do().match(words) is not None)

    def _take_stated(self, card: Line, line: Line) -> None:
        told = self.text[card.body : card.stop]
        if self.items and self.items[-1].start == card.body:
            self.items.pop()
        self.add("goal", card.number, replace(line, lead=f"{card.lead} {told} {line.lead}".strip()))
        self.card, self.pending, self.inner = None, None, PlanList("objective")

    def _goal(self, line: Line) -> None:
        rank = "objective" if line.part or (line.spoken and self.items and line.lead != self.clause) else line.kind
        self.clause = line.lead if line.spoken and rank == "goal" else self.clause
        words = self.text[line.body : line.stop]
        silent = not words or (len(words.split()) <= FEW and tells_a_status(words))
        self.card = line if rank == "goal" and line.number is not None and silent else None
        if line.body < line.stop:
            if rank == "goal":
                self.outer = None
                self._give_way(line)
            self.inner = PlanList("detail", indent=line.indent, headed=False) if rank != "goal" else None
            number = line.number if line.number or rank != "goal" else self.problem
            explains = _is_statement(self.text[line.start : line.body])
            if explains and not self.explained and self.items and self.items[-1].rank == rank:
                self.items.pop()
            self.explained = explains
            self.add(rank, number, line)
            self.problem = None if rank == "goal" else self.problem
        elif line.number is not None:
            self.pending = replace(line, kind=rank)
            self.outer = None if rank == "goal" else self.outer
            self.inner = None
        elif rank == "goal":
            self.outer, self.inner, self.spaced = PlanList("goal", lead=line.lead, head=line.indent), None, False
        else:
            self.inner = PlanList(rank, indent=line.indent)

    def _give_way(self, line: Line) -> None:
        """The goal right above is no goal of its own where it is but a name, and this one stands deeper ("Goal: sleep /
        Long term: ..."), or where it is in the client's words, and this one is not."""
        above, self.newest = self.newest, line
        if above is None or line.indent == NESTED or self.text[above.stop : line.start].strip():
            return
        name, words = self.text[above.body : above.stop], self.text[line.body : line.stop]
        named = above.indent < line.indent and len(name.split()) < FEW and not to_do().match(name)
        quoted = above.lead != line.lead and above.number == line.number and name[0] in _QUOTES
        alone = bool(self.items) and self.items[-1].start == above.body
        if alone and (named or (quoted and words[0] not in _QUOTES)):
            self.items.pop()

    def _take_pending(self, above: Line, line: Line) -> None:
        """The words below a label that stood alone."""
        if line.body >= line.stop:
            line = replace(line, body=line.start + line.indent)
        self.add(above.kind, above.number, replace(line, lead=f"{above.lead} {line.lead}".strip()))
        self.pending, self.inner = None, PlanList("objective" if above.kind == "goal" else "detail")

    def listed(self, line: Line) -> None:
        """A line with a list sign."""
        if self.pending and line.body < line.stop:
            self._take_pending(self.pending, line)
            return
        if line.part:
            return
        if self.outer and self.outer.is_left_by(line):
            self.outer, self.inner = None, PlanList("detail", indent=line.indent)
            return
        if self.outer is None and (self.inner is None or not (self.inner.headed or self.inner.style)):
            self.loose = self.loose if self.loose and line.number != 1 else PlanList("loose")
            if self.loose.takes(line):
                self.loose.take(line)
                self.add("loose", line.number, line)
            return
        chosen = self._list_of(line)
        if chosen:
            chosen.take(line)
            if chosen.rank != "detail":
                self.add(chosen.rank, line.number, replace(line, lead=f"{chosen.lead} {line.lead}".strip()))

    def _list_of(self, line: Line) -> PlanList | None:
        """The list that a line goes on: the one below it in depth before the one above it."""
        inner, outer = self.inner, self.outer
        on_outer = outer is not None and outer.takes(line)
        if inner and inner.style and inner.takes(line) and not (on_outer and line.indent < inner.indent):
            return inner
        fresh = inner is not None and not inner.style
        if on_outer and not (fresh and self._begins(line)):
            self.inner = None
            return outer
        return inner if inner and not inner.style else None

    def _begins(self, line: Line) -> bool:
        """The line is the first below the newest label, not the next of the list in which that label stands."""
        inner, outer = self.inner, self.outer
        if line.number not in (None, 1) or not inner or not outer:
            return False
        above = bool(outer.style) and line.indent <= outer.indent
        return not above or (inner.headed and inner.indent <= line.indent)

    def plain(self, line: Line) -> None:
        """A line without label or sign: the words below a goal's heading, its status, or a list without signs."""
        if line.indent and self.items and tells_a_status(self.text[line.body : line.stop]):
            self._status(line)
        elif self.pending:
            self._take_pending(self.pending, line)
        elif self.area and self._is_below(self.area, line):
            self.add("goal", self.problem, line)
            self.inner = PlanList("objective")
        elif self.outer and self._is_back(line) and self.outer.style in ("", "plain"):
            self.inner = None
            if len(self.text[line.body : line.stop].split()) < 3 or _SIGNED.search(self.text[line.body : line.stop]):
                return
            if line.indent <= self.outer.indent + 1 or not self.outer.style:
                self.outer.take(replace(line, style="plain"))
                self.add("goal", None, replace(line, lead=f"{self.outer.lead} {line.lead}".strip()))

    def _is_below(self, area: Line, line: Line) -> bool:
        """The line comes next and sets out something to do."""
        words = self.text[line.body : line.stop]
        return not self.text[area.stop : line.start].strip() and to_do().match(words) is not None

    def _is_back(self, line: Line) -> bool:
        """Nothing stands between the line and its list, or only labelled lines that stand deeper."""
        inner, outer = self.inner, self.outer
        return inner is None or (outer is not None and line.indent <= outer.indent < inner.indent)

    def blank(self) -> None:
        """A blank line ends a list without signs, unless its lines are set apart from the heading on."""
        if self.outer and not self.outer.style:
            self.spaced = True
        elif self.outer and self.outer.style == "plain" and not self.spaced:
            self.outer = None

    def is_item(self, line: Line) -> bool:
        """A line with a colon in it is one more of a list without signs when what stands before the colon is long."""
        listing = self.outer is not None and self._is_back(line) and self.outer.style in ("", "plain")
        before = self.text[line.start : line.stop].split(":")[0]
        if line.body < line.stop and not _WORDS.search(self.text[line.body : line.stop]):
            return False
        if self.shouted and (self.pending or (self.outer and not self.outer.style)):
            return before == self.text[line.start : line.stop]
        deep = self.outer is None or self.outer.style != "plain" or line.indent >= self.outer.indent
        return bool(self.pending or (listing and deep and line.body < line.stop and len(before.split()) >= FEW))


SHOUTED = 4
"""Capitals for each small letter from which a plan is written in capitals."""
FEW = 4
"""Words before a colon from which it is a sentence's and not a label's."""
_QUOTES = '"“'
_WORDS = pattern(r"\p{L}{3}")
_SIGNED = pattern(
    r"^\s*(?:signed|signature|ct agrees|pt agrees|client agrees|reviewed with|\[)"
    r"|\b(?:agrees?|participated) (?:w/|with|in)\b"
)


def _is_statement(name: str) -> bool:
    """A goal's name may stand in a field of its own; its description is the goal."""
    return phrases(rules("goals")["statements"]).search(name) is not None


def items_of(text: str) -> tuple[Item, ...]:
    """The goals of a plan, in order; objectives only where nothing is called a goal."""
    tables, rows = table_items(text)
    page = _Page(text, shouted=sum(map(str.isupper, text)) > SHOUTED * sum(map(str.islower, text)))
    for line in outlined_lines(text):
        if line.start in rows:
            continue
        if line.kind == "blank":
            page.blank()
        elif line.kind == "listed":
            page.listed(line)
        elif line.kind == "plain":
            page.plain(line)
        elif line.kind == "other" and page.is_item(line):
            page.plain(replace(line, body=line.start + line.indent))
        elif line.kind in ("detail", "other") and not page.items and is_title(text[line.start : line.stop]):
            page.inner = None
        else:
            page.label(line)
    found = [*tables, *page.items]
    best = next((rank for rank in RANKS if any(i.rank == rank for i in found)), "")
    return tuple(i for i in found if i.rank in (best, "review", "loose"))
