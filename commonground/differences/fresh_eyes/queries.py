"""Fresh eyes as pages read them: of one difference, and what of it waits for somebody on home."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from commonground.differences import reading
from commonground.differences.fresh_eyes.words import BY_WHEN, WHAT, in_order
from commonground.differences.hidden import HIDDEN
from commonground.differences.models import Difference, FreshEyes, page_url, spoken, titled
from commonground.differences.when import day_words, short_moment
from commonground.directory.queries import Actor
from commonground.now import london_date
from commonground.procedures.fresh_eyes import (
    NOT_OF_NEITHER,
    WAITS,
    WITH_SOMEBODY,
    Looks,
    of_the_office,
    of_who_looks,
    of_who_takes_back,
    sides_refusal,
)
from commonground.procedures.terms import Kind, Side, Subject
from commonground.questions import Blank, Question
from commonground.record.models import EntryText

MOST = 20
"""So many are listed on home."""


@Question
def _all(difference: Blank) -> QuerySet[FreshEyes]:
    texts = EntryText.objects.filter(subject=OuterRef("difference_id"))
    asked, said = (texts.filter(entry__number=OuterRef(name)).values("words")[:1] for name in ("asked_in", "said_in"))
    found = FreshEyes.objects.of(difference).annotate(asked_words=Subquery(asked), said_words=Subquery(said))
    return found.select_related("person", "agency", "by").order_by("number")


@dataclass(frozen=True, slots=True)
class Ways:
    """Where this person can do what about it: an address each, or nothing where they cannot."""

    take: str = ""
    cannot: str = ""
    word: str = ""
    find: str = ""
    take_back: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One ask for fresh eyes as a page shows it: who looks, for whom, by when, how far it has got, and every word.

    ``said`` are the words of whoever looked, or why nobody could; ``mine`` whether this person was asked to look.
    """

    number: int
    who: str
    asked: str
    what: str
    by_when: str
    past: bool
    now: Looks
    said: tuple[tuple[str, str], ...]
    when: str
    mine: bool
    ways: Ways

    @property
    def waits(self) -> bool:
        """Whether a word is still wanted."""
        return self.now in WAITS

    @property
    def hindered(self) -> str:
        """Why whoever was asked can say nothing as somebody of neither side any more, in a sentence; else nothing."""
        return NOT_OF_NEITHER if self.mine and not self.ways.word else ""

    @property
    def given(self) -> bool:
        """Whether somebody has said what they see."""
        return self.now is Looks.GIVEN


def listed(actor: Actor, here: reading.Standpoint, at: datetime) -> list[Shown]:
    """Return all of a difference, in order, in one query."""
    row, today = here.difference, london_date(at)
    return [
        Shown(
            number=one.number,
            who=called(one),
            asked=f"{one.by.name}, for {row.name_of(Side(one.side))}, {short_moment(one.at, at)}",
            what=_words(one, "asked_words").get(WHAT, HIDDEN),
            by_when=day_words(one.by_when, today),
            past=one.now in WAITS and one.by_when < today,
            now=Looks(one.now),
            said=tuple(_words(one, "said_words").items()) or ((("", HIDDEN),) if one.said_in else ()),
            when=short_moment(one.over_at, at) if one.over_at else "",
            mine=_mine(actor, here, one),
            ways=_ways(actor, here, one),
        )
        for one in _all(difference=row.pk)
    ]


def called(one: FreshEyes) -> str:
    """Return how pages name whoever looks, once there is somebody."""
    return f"{one.person.titled}, {one.agency}" if one.person else "The partnership’s office finds somebody"


def given(row: Difference, at: datetime) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return what was said with fresh eyes, by whom and when, the newest first, in one query."""
    found = [one for one in _all(difference=row.pk) if one.now == Looks.GIVEN]
    return [
        (
            f"{called(one)}, of neither side, {short_moment(one.over_at, at) if one.over_at else ''}",
            tuple(_words(one, "said_words").items()) or (("", HIDDEN),),
        )
        for one in reversed(found)
    ]


def _words(one: FreshEyes, name: str) -> Mapping[str, str]:
    """Return the words of an entry, in the order in which they were asked; nothing where they are hidden."""
    found: Mapping[str, str] = getattr(one, name) or {}
    return {label: found[label] for label in sorted(found, key=in_order) if label != BY_WHEN}


def _mine(actor: Actor, here: reading.Standpoint, one: FreshEyes) -> bool:
    asked = of_who_looks(here.standings) is not None and one.now in WITH_SOMEBODY
    return asked and actor.person is not None and one.person_id == actor.person.pk


def _ways(actor: Actor, here: reading.Standpoint, one: FreshEyes) -> Ways:
    if one.now not in WAITS:
        return Ways()
    mine, office = _mine(actor, here, one), of_the_office(here.standings) is not None and one.now == Looks.SOUGHT
    outside = mine and sides_refusal(seat.side for seat in here.own) is None
    may = {
        "take": outside and one.now == Looks.ASKED,
        "cannot": mine or office,
        "word": outside,
        "find": office,
        "take_back": of_who_takes_back(here.standings, Side(one.side)) is not None,
    }
    where = [here.difference.reference, one.number]
    return Ways(**{name: reverse(f"differences:fresh_eyes_{name}", args=where) for name, can in may.items() if can})


def looks(here: reading.Standpoint) -> bool:
    """Whether somebody meets a difference because they were asked to look at it with fresh eyes."""
    return of_who_looks(here.standings) is not None


@dataclass(frozen=True, slots=True)
class ToFind:
    """Somebody is to be found to look at a difference: which, and by when a word is wanted, without its words."""

    title: str
    reference: str
    href: str
    due: str
    past: bool


def to_find(actor: Actor, at: datetime) -> list[ToFind]:
    """Return for which differences an office is asked to find somebody, in one query; and one past the most."""
    today = london_date(at)
    seen = Difference.objects.visible_to(actor).values("pk")
    rows = FreshEyes.objects.held_by(actor).filter(now=Looks.SOUGHT, difference__in=seen).select_related("difference")
    return [
        ToFind(
            title=titled(Kind(row.kind), row.children_count, Subject(row.subject), row.theme),
            reference=spoken(row.reference),
            href=f"{page_url(row.reference)}fresh-eyes/",
            due=day_words(one.by_when, today),
            past=one.by_when < today,
        )
        for one in rows.order_by("by_when", "pk")[: MOST + 1]
        for row in [one.difference]
    ]


def wanted_by(actor: Actor, references: Iterable[str], at: datetime) -> dict[str, tuple[str, bool]]:
    """Return by when this actor is to say what they see, by reference, and whether that has gone by; in one query."""
    rows = FreshEyes.objects.held_by(actor).filter(person=actor.person, difference__reference__in=list(references))
    today = london_date(at)
    return {
        spoken(reference): (day_words(due, today), due < today)
        for reference, due in rows.values_list("difference__reference", "by_when")
    }
