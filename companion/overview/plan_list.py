"""A list in a plan, while it is read line by line: below which heading, with which sign, how deep."""

from __future__ import annotations

from dataclasses import dataclass

from companion.overview.plan_lines import Line


@dataclass(slots=True)
class PlanList:
    """What its lines are (`rank`), and what they have in common so far."""

    rank: str
    style: str = ""
    indent: int = 0
    last: int | None = None
    headed: bool = True
    """Nothing stands behind its label, so that the label heads what is below it."""
    lead: str = ""
    """The words of its heading, which may give a status to all that is below: "Goals met:"."""
    head: int = 0
    """How deep its heading stands."""

    def takes(self, line: Line) -> bool:
        """The line goes on this list."""
        if not self.style:
            return line.number in (None, 1) or line.style == "letter"
        if line.style != self.style and {line.style, self.style} != {"roman", "letter"}:
            return False
        if line.number is None or self.last is None:
            return line.indent <= self.indent + 1 and not self.is_left_by(line)
        return line.number == self.last + 1 and abs(line.indent - self.indent) <= 3

    def is_left_by(self, line: Line) -> bool:
        """The list is set deeper than its heading, and the line is not: "- Her goals", "  - sleep", "- School"."""
        return bool(self.style) and line.indent <= self.head < self.indent

    def take(self, line: Line) -> None:
        """Remember the line as the newest of the list."""
        if not self.style:
            self.style, self.indent = line.style, line.indent
        self.last = line.number
