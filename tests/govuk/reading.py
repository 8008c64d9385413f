"""Reading drawn markup in tests: parsed as a browser parses it."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import html5lib

Tree = tuple[str, tuple[tuple[str, str], ...], tuple[Any, ...]]


def parsed(markup: str) -> ET.Element:
    """Return a piece of markup as a tree, as a browser would read it inside a page's body."""
    root: ET.Element = html5lib.parseFragment(markup, namespaceHTMLElements=False)  # type: ignore[no-untyped-call]
    return root


def normal(markup: str) -> tuple[Any, ...]:
    """Return markup as nested tuples in which order of attributes and runs of spaces do not matter."""
    return tuple(_children(parsed(markup)))


def find(markup: str, tag: str, **attributes: str) -> list[ET.Element]:
    """Return all elements of a tag whose attributes are as given (``class_`` asks for one class of many)."""
    wanted = attributes.pop("class_", None)
    return [
        element
        for element in parsed(markup).iter(tag)
        if all(element.get(name.replace("_", "-")) == value for name, value in attributes.items())
        and (wanted is None or wanted in (element.get("class") or "").split())
    ]


def words(element: ET.Element) -> str:
    """Return the text of an element and everything in it, runs of spaces as one."""
    return " ".join("".join(element.itertext()).split())


def headings(markup: str) -> list[int]:
    """Return the levels of all headings, in order."""
    return [int(e.tag[1]) for e in parsed(markup).iter() if e.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]


def _children(element: ET.Element) -> Iterator[Any]:
    yield from _text(element.text, element.tag)
    for child in element:
        if isinstance(child.tag, str):
            yield (child.tag, _attributes(child), tuple(_children(child)))
        yield from _text(child.tail, element.tag)


def _attributes(element: ET.Element) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, " ".join(value.split())) for name, value in element.attrib.items()))


def _text(text: str | None, inside: object) -> Iterator[str]:
    if inside == "textarea":
        yield text or ""
    elif text and text.strip():
        yield " ".join(text.split())
