"""Walking a word processor's XML: paragraphs and tables as they stand, through whatever wraps them."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any


def nearest(element: Any, wanted: Set[str], left_out: Set[str]) -> Iterator[Any]:
    """The elements below this lxml element whose tag is `wanted`, in order, none inside another; nothing below one that
    is `left_out`."""
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag not in left_out:
            yield from nearest(child, wanted, left_out)
