"""The layouts of treatment plans: which lines are the goals, in lists, tables, under problems, or in prose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from companion.overview.pattern import pattern
from companion.overview.plan_lines import Line, joined_lines, plan_lines

RANKS = ("goal", "short", "objective")


@dataclass(frozen=True, slots=True)
class Item:
    """One goal as the layout gives it: its words with what is said in the same line, and a status line's span.

    `rank` is what the plan calls it; "review" is a status by number, "loose" a numbered line under no heading, which is
    a goal only if an earlier plan has it.
    """

    rank: str
    number: int | None
    start: int
    stop: int
    lead: str = ""
    status: tuple[int, int] | None = None


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
        """Take the line's words as one goal, or as several that it numbers."""
        parts = numbered_parts(self.text, line.body, line.stop) if number is None else []
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
            self.add(rank, number, line)
            self.problem = None
        elif line.number is not None:
            self.pending = replace(line, kind=line.kind)
            self.outer = self.inner = None
        elif rank == "goal":
            self.outer, self.inner = _List("goal"), None
        else:
            self.inner = _List(rank)

    def listed(self, line: Line) -> None:
        """A line with a list sign."""
        if self.pending and line.body < line.stop:
            self.add("goal", self.pending.number, replace(line, lead=self.pending.lead + line.lead))
            self.pending, self.inner = None, _List("objective")
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
            self.add("goal", self.pending.number, replace(line, lead=self.pending.lead))
            self.pending, self.inner = None, _List("objective")
        elif self.outer and not self.inner and self.outer.style in ("", "plain"):
            if len(self.text[line.body : line.stop].split()) < 3 or _SIGNED.search(self.text[line.body : line.stop]):
                return
            if line.indent <= self.outer.indent + 1 or not self.outer.style:
                self.outer.take(replace(line, style="plain"))
                self.add("goal", None, line)


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
        else:
            page.label(line)
    found = [*tables, *page.items]
    best = next((rank for rank in RANKS if any(i.rank == rank for i in found)), "")
    return tuple(i for i in found if i.rank in (best, "review", "loose"))


_PART = pattern(r"(?:^|[;,.:]\s*(?:and\s+)?|\sand\s+|\s)(?:\((\d|[a-h]|[ivx]{1,3})\)|(\d|[a-h])[.)])\s+")


def numbered_parts(text: str, start: int, stop: int) -> list[tuple[int, int, int]]:
    """The parts that a line numbers 1) 2) or (a) (b): number, start, stop; nothing where they do not count up."""
    marks = [
        (n, start + m.start(), start + m.end())
        for m in _PART.finditer(text[start:stop])
        if (n := _ordinal(str(m.group(1) or m.group(2)))) is not None
    ]
    kept: list[tuple[int, int, int]] = []
    for mark in marks:
        if mark[0] == len(kept) + 1:
            kept.append(mark)
    if len(kept) < 2 or kept[0][1] - start > 60:
        return []
    ends = [mark[1] for mark in kept[1:]] + [stop]
    return [(n, body, end) for (n, _, body), end in zip(kept, ends, strict=True)]


def _ordinal(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
    return roman.get(word.lower()) or (ord(word.lower()) - 96 if len(word) == 1 else None)


_GOAL_CELL = pattern(r"^\W*(?:[\p{L}-]+\s+)?(?:goals?|aims?)(?:\s+(?:statement|description|area))?(?:\s*#?\d*)\W*$")
_OBJECTIVE_CELL = pattern(r"^\W*objectives?\W*$")
_STATUS_CELL = pattern(r"^\W*(?:[\p{L}-]+\s+)?(?:status|progress|outcome|rating|review|result)\b.{0,16}$")
_NUMBER_CELL = pattern(r"^\s*(?:goal\s*|#|G)?(\d{1,2})[.)]?\s*$")
_LEADING = pattern(r"^\s*\**(?:(?:goal\s*)?#?(\d{1,2})[.):]\s+)?")


def table_items(text: str) -> tuple[list[Item], set[int]]:
    """The goals of tables with bars or tabs below a header, and the starts of the lines that the tables take."""
    found: list[Item] = []
    rows: set[int] = set()
    columns: tuple[str, int, int | None] | None = None
    for start, stop in joined_lines(text):
        cells = list(_cells(text, start, stop))
        if len(cells) < 2:
            columns = None
            continue
        header = _header([text[a:b] for a, b in cells])
        if header:
            columns = header
            rows.add(start)
        elif columns:
            rows.add(start)
            found.extend(_row(text, cells, columns))
    return found, rows


def _cells(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    line = text[start:stop].rstrip()
    sign = "|" if "|" in line else "\t"
    begin = start
    for place, words in enumerate(line.split(sign)):
        if words.strip() or place:
            yield begin, begin + len(words)
        begin += len(words) + 1


def _header(cells: list[str]) -> tuple[str, int, int | None] | None:
    status = next((n for n, c in enumerate(cells) if _STATUS_CELL.match(c)), None)
    for rank, sign in (("goal", _GOAL_CELL), ("objective", _OBJECTIVE_CELL)):
        place = next((n for n, c in enumerate(cells) if sign.match(c) and "#" not in c), None)
        if place is not None:
            return rank, place, status
    return None


def _row(text: str, cells: list[tuple[int, int]], columns: tuple[str, int, int | None]) -> Iterator[Item]:
    rank, place, status = columns
    if place >= len(cells):
        return
    start, stop = cells[place]
    words = text[start:stop]
    lead = _LEADING.match(words)
    begin = start + (lead.end() if lead else 0)
    if not text[begin:stop].strip(" -:*_\n"):
        return
    begin += len(text[begin:stop]) - len(text[begin:stop].lstrip())
    given = lead.group(1) if lead else None
    first = _NUMBER_CELL.match(text[slice(*cells[0])]) if place else None
    number = int(given) if given else int(first.group(1)) if first else None
    yield Item(rank, number, begin, stop, "", cells[status] if status is not None and status < len(cells) else None)
