"""What of an area's library can be read on a day, what its editors have before them, and what a page said before."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.text import slugify

from commonground.directory.models import Partnership
from commonground.directory.queries import Actor
from commonground.editions.models import end_of
from commonground.library.pages.editors import may_decide
from commonground.library.pages.models import PageEdition, ShortAddress
from commonground.library.pages.shape import PageKind, PageText, Section, read
from commonground.questions import Blank, Question

Line = TypeVar("Line", bound=Hashable)

LISTED = ("key", "kind", "title", "summary", "partnership_id")
"""What a list shows of a page; its text is not read for that."""


def live_pages(area: UUID, on: date) -> list[PageEdition]:
    """Return what can be read in an area on a day, by title, without the texts; in one query."""
    rows = PageEdition.objects.of(area).stood(on).only(*LISTED)
    return sorted(rows, key=lambda row: row.title)


def page_on(area: UUID, key: str, on: date) -> PageEdition | None:
    """Return the edition of a page that stood at the end of a day; None where it did not exist yet, or no longer."""
    rows = PageEdition.objects.of(area, key).stood(on)
    return rows.select_related("approved_by").first()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page that came with the product and waits for an area's editor: what came, and the edition of it."""

    key: str
    page: PageText
    pk: UUID


def waiting() -> Q:
    """Return the condition that an edition came with the product and was never published, nor was one before it."""
    return Q(opened=None, retired_at=None, based_on=None) & ~Q(shared="")


def came_of(area: UUID, *, key: str = "", known: Collection[str] = ()) -> list[Waiting]:
    """Return what came with the product and waits for an area's editor, where nothing of it was published before."""
    rows = PageEdition.objects.of(area, key).filter(waiting()).exclude(key__in=known)
    return [Waiting(row.key, read(row.shared), row.pk) for row in rows.order_by("title")]


@Question
def _archive(area: Blank, key: Blank, on: Blank, over: Blank) -> "QuerySet[PageEdition]":
    rows = PageEdition.objects.filter(partnership=area, key=key)
    stands = ExpressionWrapper(Q(pk__in=rows.stood(on, over).values("pk")), BooleanField())
    short = ShortAddress.objects.filter(partnership=area, key=key).values("code")[:1]
    shown = rows.filter(opened__isnull=False).annotate(stands=stands, short=Subquery(short))
    return shown.select_related("approved_by").order_by("-in_force", "-number").defer("text", "shared")


def archive_on(area: UUID, key: str, on: date) -> list[Any]:
    """Return every edition of a page that was published, the newest first, without the texts; in one query.

    Each says beside its columns if it ``stands`` at the end of the day, and the ``short`` address of the page.
    """
    return _archive(area=area, key=key, on=on, over=end_of(on))


def archive_of(area: UUID, key: str) -> list[PageEdition]:
    """Return every edition of a page that was published, the newest first, without the texts."""
    rows = PageEdition.objects.of(area, key).filter(opened__isnull=False)
    return list(rows.order_by("-in_force", "-number").defer("text", "shared"))


@dataclass(frozen=True, slots=True)
class Desk:
    """What the editors of a library have before them; ``yours`` are the proposals that this one may answer."""

    yours: frozenset[UUID]
    proposed: tuple[PageEdition, ...]
    came: tuple[PageEdition, ...]
    drafts: tuple[PageEdition, ...]
    to_review: tuple[PageEdition, ...]
    scheduled: tuple[PageEdition, ...]

    @property
    def count(self) -> int:
        """How much waits for an editor: what was proposed, what came, and what should be looked at again."""
        return len(self.proposed) + len(self.came) + len(self.to_review)


def desk_of(actor: Actor, today: date) -> Desk:
    """Return what the editors of somebody's areas have before them, in three queries."""
    rows = PageEdition.objects.kept_by(actor).filter(opened=None, retired_at=None)
    open_ = list(
        rows.select_related("partnership", "changed_by", "proposed_by").defer("text", "shared").order_by("title")
    )
    live = PageEdition.objects.kept_by(actor).stood(today).select_related("partnership").defer("text", "shared")
    later = PageEdition.objects.kept_by(actor).filter(opened__isnull=False, retired_at=None, in_force__gt=today)
    proposed = tuple(row for row in open_ if row.proposed_at)
    return Desk(
        yours=frozenset(row.pk for row in proposed if _may_answer(actor, row)),
        proposed=proposed,
        came=tuple(row for row in open_ if not row.proposed_at and row.changed_by_id is None),
        drafts=tuple(row for row in open_ if not row.proposed_at and row.changed_by_id is not None),
        to_review=tuple(sorted((row for row in live if row.review_by and row.review_by <= today), key=_by_review)),
        scheduled=tuple(later.select_related("partnership").defer("text", "shared").order_by("in_force")),
    )


def _may_answer(actor: Actor, row: PageEdition) -> bool:
    others = actor.person is not None and row.proposed_by_id != actor.person.pk
    return others and may_decide(actor, row.partnership_id, safety=row.safety)


def _by_review(row: PageEdition) -> date:
    return row.review_by or date.max


@dataclass(frozen=True, slots=True)
class Change:
    """How one part of a page differs between two editions: lines that went, and lines that came."""

    heading: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def compared(before: str, after: str) -> list[Change]:
    """Return how two texts of a page differ, part by part; the parts that say the same are left out."""
    first, second = ({one.heading: one for one in _sections(text)} for text in (before, after))
    found = []
    for heading in dict.fromkeys((*second, *first)):
        old, new = (_lines(side.get(heading)) for side in (first, second))
        gone, came = (tuple(filter(str.strip, lines)) for lines in changed_lines(old, new))
        if gone or came or (heading in first) != (heading in second):
            found.append(Change(heading or "Above the page", gone, came))
    return found


def changed_lines(old: Sequence[Line], new: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines that went and those that came. Lines are compared whole, so that this takes no time."""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    gone = [line for step, start, end, _, _ in steps if step != "equal" for line in old[start:end]]
    came = [line for step, _, _, start, end in steps if step != "equal" for line in new[start:end]]
    return tuple(gone), tuple(came)


def _sections(text: str) -> list[Section]:
    page = read(text)
    facts = [
        f"Called: {page.title}",
        f"What the reader gets: {page.summary}",
        f"Whose subject: {page.publisher}",
        f"Their own page: {page.original}",
        f"Also called: {', '.join(page.words)}",
        *(f"Helps with: {one.label}" for one in page.differences),
        *(f"Source {one.number}: {one.title} {one.address}" for one in page.sources),
    ]
    return [Section("About the page", "\n".join(facts)), *page.sections]


def _lines(one: Section | None) -> list[str]:
    return one.words.split("\n") if one else []


def page_url(area: Partnership, key: str) -> str:
    """Return the address of a page in an area's library."""
    return _page_url(area.name, key)


@lru_cache(maxsize=4096)
def _page_url(area: str, key: str) -> str:
    return reverse("library:page", args=[slugify(area), key])


def of_kind(rows: list[PageEdition], kind: PageKind) -> list[PageEdition]:
    """Return the pages of a kind, in their order."""
    return [row for row in rows if row.kind == kind]
