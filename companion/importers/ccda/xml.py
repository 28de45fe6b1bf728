"""XML of strangers, parsed: no entities, no DOCTYPE, no network, no depth or text without end.

Elements are asked for by their local names: fragments come with and without namespaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from companion.errors import Unreadable

DOCTYPE = "It brings a DOCTYPE along, which no health record needs; export it again. Nothing of it was read."
DAMAGED = "It is damaged or no XML; export it again."

_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*['\"]([A-Za-z0-9._\-]{1,40})")
_WRAPPER = (
    b'<wrapper xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    b' xmlns:sdtc="urn:hl7-org:sdtc" xmlns:voc="urn:hl7-org:v3/voc">'
)
"""Around a fragment: it declares the prefixes that fragments use without declaring them."""


def parsed(data: bytes) -> etree._Element:
    """The root element. Raises Unreadable."""
    if re.search(rb"<!DOCTYPE|<!ENTITY", data.replace(b"\x00", b""), re.IGNORECASE):
        raise Unreadable(DOCTYPE)
    try:
        return _root(data)
    except etree.XMLSyntaxError:
        pass
    try:
        wrapper = _root(_WRAPPER + _undeclared(data) + b"</wrapper>")
    except (etree.XMLSyntaxError, UnicodeError, LookupError):
        raise Unreadable(DAMAGED) from None
    if not len(wrapper):
        raise Unreadable(DAMAGED)
    return wrapper[0] if len(wrapper) == 1 else wrapper


def _undeclared(data: bytes) -> bytes:
    """The fragment in UTF-8, without the line that declares XML and its encoding."""
    declared = _DECLARATION.match(data.removeprefix(b"\xef\xbb\xbf"))
    said = _ENCODING.search(declared.group()) if declared else None
    bare = data.removeprefix(b"\xef\xbb\xbf")[declared.end() if declared else 0 :]
    return bare.decode(said.group(1).decode()).encode("utf-8") if said else bare


def _root(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise Unreadable(DOCTYPE)
    return root


def name_of(element: etree._Element) -> str:
    """The local name; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of that local name."""
    return (child for child in element if name_of(child) == name)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        element = next(children(element, name), None) if element is not None else None
    return element


def within(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Every descendant of that local name, in order."""
    return (one for one in element.iter() if name_of(one) == name)


def attribute(element: etree._Element | None, name: str) -> str:
    """An attribute's value, white space folded; empty where it is missing."""
    return " ".join(str(element.get(name, "")).split()) if element is not None else ""


def words(element: etree._Element | None) -> str:
    """All text of an element on one line."""
    return " ".join(str(part) for part in element.itertext()) if element is not None else ""


def folded(text: str) -> str:
    return " ".join(text.split())
