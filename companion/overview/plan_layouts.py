"""The layouts of treatment plans: which lines are the goals, in lists, tables, under problems, or in prose."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from companion.overview.pattern import pattern
from companion.overview.plan_item import Item
from companion.overview.plan_lines import Line, plan_lines
from companion.overview.plan_strung import numbered_parts, strung_parts
from companion.overview.plan_tables import table_items

RANKS = ("goal", "short", "objective")


@dataclass(slots=True)
class _List:
    rank: str
    style: str = ""
    indent: int = 0
    last: int | None = None

    def takes(self, line: Line) -> bool:
        """The line goes on this list."""
        if not self.style:
            return line.number in (None, 1) or line.style == "letter"
        if line.style != self.style and {line.style, self.style} != {"roman", "letter"}:
            return False
        if line.number is None or self.last is None:
            return line.indent <= self.indent + 1
        return line.number == self.last + 1 and abs(line.indent - self.indent) <= 3

    def take(self, line: Line) -> None:
        """Remember the line as the newest of the list."""
        if not self.style:
            self.style, self.indent = line.style, line.indent
        self.last = line.number


@dataclass(slots=True)
class _Page:
    """What is known while a plan is read line by line."""

    text: str
    items: list[Item] = field(default_factory=list)
    outer: _List | None = None
    inner: _List | None = None
    pending: Line | None = None
    problem: int | None = None

    def add(self, rank: str, number: int | None, line: Line) -> None:
        """Take the line's words as one goal, or as several that it numbers or strings together."""
        parts = numbered_parts(self.text, line.body, line.stop) if number is None else []
        if not parts and number is None and line.plural:
            parts = strung_parts(self.text, line.body, line.stop)
        if len(parts) > 1:
            self.items.extend(Item(rank, n, a, b, line.lead) for n, a, b in parts)
        else:
            self.items.append(Item(rank, number, line.body, line.stop, line.lead))

    def label(self, line: Line) -> None:
        """A line with a label of its own."""
        self.pending = None
        if line.kind == "status":
            self._status(line)
        elif line.kind == "problem":
            self.problem, self.outer, self.inner = line.number, None, None
        elif line.kind == "detail":
            if self.outer and self.outer.style in ("", "bullet", "plain") and line.indent <= self.outer.indent:
                self.outer = None
            self.inner = _List("detail")
        else:
            self._goal(line)

    def _status(self, line: Line) -> None:
        if line.number is not None:
            self.items.append(Item("review", line.number, line.body, line.stop))
        elif self.items and not self.items[-1].status and line.body < line.stop:
            self.items[-1] = replace(self.items[-1], status=(line.body, line.stop))

    def _goal(self, line: Line) -> None:
        rank = "objective" if line.part else line.kind
        if line.body < line.stop:
            if rank == "goal":
                self.outer = None
            self.inner = _List("detail") if rank != "goal" else None
            number = line.number if line.number or rank != "goal" else self.problem
            if _EXPLAINS.search(self.text[line.start : line.body]) and self.items and self.items[-1].rank == rank:
                self.items.pop()
            self.add(rank, number, line)
            self.problem = None
        elif line.number is not None:
            self.pending = replace(line, kind=rank)
            self.outer = None if rank == "goal" else self.outer
            self.inner = None
        elif rank == "goal":
            self.outer, self.inner = _List("goal"), None
        else:
            self.inner = _List(rank)

    def _take_pending(self, above: Line, line: Line) -> None:
        """The words below a label that stood alone."""
        self.add(above.kind, above.number, replace(line, lead=f"{above.lead} {line.lead}".strip()))
        self.pending, self.inner = None, _List("objective" if above.kind == "goal" else "detail")

    def listed(self, line: Line) -> None:
        """A line with a list sign."""
        if self.pending and line.body < line.stop:
            self._take_pending(self.pending, line)
            return
        inner, outer = self.inner, self.outer
        if line.part:
            return
        if not inner and not outer and line.number is not None:
            self.add("loose", line.number, line)
            return
        if inner and inner.style and inner.takes(line):
            chosen: _List | None = inner
        elif outer and outer.takes(line) and not (inner and not inner.style and line.number in (None, 1)):
            chosen, self.inner = outer, None
        elif inner and not inner.style:
            chosen = inner
        else:
            return
        if chosen:
            chosen.take(line)
            if chosen.rank != "detail":
                self.add(chosen.rank, line.number, line)

    def plain(self, line: Line) -> None:
        """A line without label or sign: the words below a goal's heading, or a list without signs."""
        if self.pending:
            self._take_pending(self.pending, line)
        elif self.outer and not self.inner and self.outer.style in ("", "plain"):
            if len(self.text[line.body : line.stop].split()) < 3 or _SIGNED.search(self.text[line.body : line.stop]):
                return
            if line.indent <= self.outer.indent + 1 or not self.outer.style:
                self.outer.take(replace(line, style="plain"))
                self.add("goal", None, line)


_TITLE = pattern(
    r"^\W*(?:master|individual|initial|my|our|the|family|couples?)?\W*(?:treatment|tx|care|service|therapy)?\W*"
    r"plan\b(?:\s+(?:for|of|with)\b[^:]{0,40}|[\s\d/.-]*)$"
)
"""A title says nothing of the list below it."""
_EXPLAINS = pattern(r"\b(?:description|statement|text)\b")
"""A goal's name may stand in a field of its own; its description is the goal."""
_SIGNED = pattern(
    r"^\s*(?:signed|signature|ct agrees|pt agrees|client agrees|reviewed with|\[)"
    r"|\b(?:agrees?|participated) (?:w/|with|in)\b"
)


def items_of(text: str) -> tuple[Item, ...]:
    """The goals of a plan, in order; objectives only where nothing is called a goal."""
    tables, rows = table_items(text)
    page = _Page(text)
    for line in plan_lines(text):
        if line.start in rows:
            continue
        if line.kind == "blank":
            if page.outer and page.outer.style == "plain":
                page.outer = None
        elif line.kind == "listed":
            page.listed(line)
        elif line.kind == "plain":
            page.plain(line)
        elif line.kind == "detail" and not page.items and _TITLE.match(text[line.start : line.stop]):
            page.inner = None
        else:
            page.label(line)
    found = [*tables, *page.items]
    best = next((rank for rank in RANKS if any(i.rank == rank for i in found)), "")
    return tuple(i for i in found if i.rank in (best, "review", "loose"))
