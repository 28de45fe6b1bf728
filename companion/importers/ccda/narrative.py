"""A section's narrative block as text: a line for each paragraph, item and row; cells divided by tabs."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lxml import etree

from companion.importers.ccda.xml import attribute, children, name_of

_BLOCKS = {"paragraph", "list", "item", "table", "caption", "text"}
_PASSED_OVER = {"renderMultiMedia", "colgroup", "col"}


def narrative(text: etree._Element, but: Collection[str] = ()) -> list[str]:
    """The lines of a narrative block, without what a later revision deleted and without the elements of the IDs `but`,
    which are told elsewhere."""
    for one in list(text.iter()):
        if attribute(one, "revised") == "delete" or (attribute(one, "ID") in but and attribute(one, "ID")):
            _empty(one)
    return [line for line in _lines(text) if line.strip()]


def _empty(element: etree._Element) -> None:
    """Nothing is left of it but its place."""
    for child in list(element):
        element.remove(child)
    element.text = None


def _lines(element: etree._Element) -> Iterator[str]:
    """Running words gather in a line until a block or a break ends it."""
    gathered: list[str] = [element.text or ""]
    for child in element:
        name = name_of(child)
        if name in _PASSED_OVER:
            gathered.append(" ")
        elif name == "br":
            yield _joined(gathered)
        elif name == "table":
            yield _joined(gathered)
            yield from _rows(child)
        elif name == "list":
            yield _joined(gathered)
            yield from _items(child)
        elif name in _BLOCKS or _has_block(child):
            yield _joined(gathered)
            yield from _lines(child)
        else:
            gathered.append(_inline(child))
        gathered.append(child.tail or "")
    yield _joined(gathered)


def _joined(gathered: list[str]) -> str:
    line = " ".join("".join(gathered).split())
    gathered.clear()
    return line


def _inline(element: etree._Element) -> str:
    """The words of an element that stands inside a line."""
    parts = [element.text or ""]
    for child in element:
        if name_of(child) not in _PASSED_OVER:
            parts.append(_inline(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _has_block(element: etree._Element) -> bool:
    return any(name_of(one) in _BLOCKS or name_of(one) == "br" for one in element.iter())


def _items(listed: etree._Element) -> Iterator[str]:
    ordered = attribute(listed, "listType") == "ordered"
    for caption in children(listed, "caption"):
        yield from _lines(caption)
    for number, item in enumerate(children(listed, "item"), 1):
        lines = [line for line in _lines(item) if line]
        for place, line in enumerate(lines):
            sign = f"{number}. " if ordered else "- "
            yield f"{sign}{line}" if place == 0 else f"  {line}"


def _rows(table: etree._Element) -> Iterator[str]:
    for caption in children(table, "caption"):
        yield from _lines(caption)
    for row in table.iter():
        if name_of(row) == "tr":
            cells = [cell for cell in row if name_of(cell) in ("td", "th")]
            yield "\t".join("; ".join(line for line in _lines(cell) if line) for cell in cells)
