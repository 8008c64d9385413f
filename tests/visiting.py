"""Visiting a page as one of the cast and checking what must hold of every page, by Django's client.

A page parses as a browser parses it; it has one heading of the first level, with which its title begins; no id
stands twice; everything that can be filled in has a label; nothing of it is script or style in the page itself; and
it asks the database no more than so often.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonground.directory.demonstration import member
from commonground.directory.middleware import begin, mark_second_factor
from commonground.directory.models import Person

MOST_QUERIES = 30
"""What any page may ask the database; the measured bounds of the busiest pages are stricter and stand elsewhere."""

UNLABELLED = {"hidden", "submit", "button"}
RUNS = ("script", "style")


@dataclass(frozen=True)
class Visited:
    """One answer: its markup, and how often the database was asked for it."""

    markup: str
    status: int
    queries: int

    @cached_property
    def tree(self) -> ET.Element:
        """The page as a browser parses it."""
        return parsed(self.markup)

    @cached_property
    def words(self) -> str:
        """What the page says, runs of spaces as one."""
        return words_of(self.tree.find("body"))


def parsed(markup: str) -> ET.Element:
    """Return a page as a browser parses it."""
    found: ET.Element = html5lib.parse(markup, namespaceHTMLElements=False)  # type: ignore[no-untyped-call]
    return found


def visit(
    url: str,
    as_: str | Person | Client | None = None,
    *,
    post: Mapping[str, Any] | None = None,
    status: int = 200,
    most_queries: int = MOST_QUERIES,
) -> Visited:
    """Open a page, or send a form to it, and check it.

    ``as_`` is somebody's first name, a person, a browser that is signed in already, or nobody. Queries are counted
    whole: the session's and the transaction's are among them.
    """
    client = as_ if isinstance(as_, Client) else browser(as_)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(url) if post is None else client.post(url, post)
    visited = Visited(answer.content.decode(), answer.status_code, len(caught.captured_queries))
    assert visited.status == status, (url, visited.status, answer.headers.get("Location"), visited.markup[:2000])
    assert problems(visited.tree) == [], url
    assert visited.queries <= most_queries, (url, [one["sql"][:120] for one in caught.captured_queries])
    return visited


def browser(who: str | Person | None) -> Client:
    """Return a browser in which somebody is signed in with both factors, or nobody is."""
    client = Client()
    if who is not None:
        sign_in(client, member(who) if isinstance(who, str) else who)
    return client


def sign_in(client: Client, person: Person, *, second_factor: bool = True) -> None:
    """Sign somebody in to a browser, with both factors or with the password alone."""
    client.force_login(person)
    session = client.session
    begin(session)
    if second_factor:
        mark_second_factor(session, person)
    session.save()


def problems(page: ET.Element) -> list[str]:
    """Return what is wrong with a page, in words; nothing for a good one."""
    found = []
    headings = [words_of(one) for one in page.iter("h1")]
    title = words_of(page.find(".//title"))
    if len(headings) != 1:
        found.append(f"{len(headings)} headings of the first level: {headings}")
    elif not title.startswith(headings[0]):
        found.append(f"the title “{title}” does not begin with the heading “{headings[0]}”")
    ids = [one.get("id", "") for one in page.iter() if one.get("id") is not None]
    found += [f"the id “{one}” stands {ids.count(one)} times" for one in sorted(set(ids)) if ids.count(one) > 1]
    found += [f"<{one.tag} name={one.get('name')!r}> has no label" for one in unlabelled(page)]
    found += [
        f"<{one.tag}> stands in the page"
        for one in page.iter()
        if one.tag in RUNS and one.get("src") is None and one.get("type") != "application/json"
    ]
    found += [
        f"<{one.tag} {name}=…>"
        for one in page.iter()
        for name in one.keys()  # noqa: SIM118 - an element's attributes, not its children
        if name == "style" or name.startswith("on")
    ]
    return found


def unlabelled(page: ET.Element) -> list[ET.Element]:
    """Return what can be filled in and has no label with words."""
    labelled = {one.get("for") for one in page.iter("label") if words_of(one)}
    within = {id(control) for label in page.iter("label") for control in label.iter()}
    return [
        one
        for tag in ("input", "select", "textarea")
        for one in page.iter(tag)
        if one.get("type") not in UNLABELLED
        and id(one) not in within
        and one.get("id") not in labelled
        and not one.get("aria-label")
    ]


def words_of(element: ET.Element | None) -> str:
    """Return the text of an element and everything in it, runs of spaces as one."""
    return "" if element is None else " ".join("".join(element.itertext()).split())
