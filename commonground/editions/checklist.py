"""What an officer must see to before the procedure of an area can be opened to practitioners."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from commonground.directory.contacts.queries import alarms, contacts_of
from commonground.directory.models import Partnership
from commonground.directory.queries import officers
from commonground.editions.models import Edition
from commonground.editions.presenting import checked
from commonground.editions.queries import reading, with_procedure
from commonground.procedures.terms import Covers


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to see to: whether it is done, how it stands in words, and where one sees to it."""

    title: str
    words: str
    href: str
    done: bool


Further = Callable[[Partnership], Item]

FURTHER: list[Further] = []
"""What apps of the floors above have an officer see to besides; they register it when they start."""


def register(further: Further) -> None:
    """Have an item of a floor above stand on every checklist; the same again stands there once."""
    if further not in FURTHER:
        FURTHER.append(further)


def checklist(area: Partnership, on: date) -> tuple[Item, ...]:
    """Return what is to be seen to in an area, in the order in which people do it."""
    opened = bool(with_procedure([area.pk], on))
    rows = list(Edition.objects.of(area.pk).filter(retired_at=None).order_by("opened", "-number"))
    own = [row for row in rows if row.covers == Covers.DIFFERENCES]
    edition = next((row for row in own if bool(row.opened) is opened), None)
    about_conferences = next((row for row in rows if row not in own), None)
    stages = [_stages(edition), *([_stages(about_conferences, CONFERENCES)] if about_conferences else [])]
    further = [ask(area) for ask in FURTHER]
    return (_officers(area, on), *stages, *_contacts(area, on), *further, _opening(edition, opened=opened))


def _officers(area: Partnership, on: date) -> Item:
    names = sorted({one.name for post in officers(area.pk, on) for one in post.present})
    words = ", ".join(names) or "nobody is there; whoever runs this invites the first one"
    return Item("Officers", words, reverse("directory:people"), done=bool(names))


CONFERENCES = "The procedure for conferences: stages, roles and figures"


def _stages(edition: Edition | None, title: str = "Stages, roles and figures") -> Item:
    if edition is None:
        return Item(title, "there is no draft yet", reverse("editions:start"), done=False)
    parts = checked(edition, reading(edition.text))
    done = [one for one in parts if one.confirmed]
    words = f"{len(done)} of {len(parts)} confirmed with their source"
    return Item(title, words, reverse("editions:edition", args=[edition.pk]), done=len(done) == len(parts) > 0)


def _contacts(area: Partnership, on: date) -> tuple[Item, ...]:
    wrong = alarms(area, contacts_of([area.pk]), on)
    doors = [one for one in wrong if "children’s social care" in one]
    others = [one for one in wrong if one not in doors]
    href = reverse("directory:contacts")
    return (
        Item("Front door", " ".join(doors) or "numbers by day and by night, checked", href, done=not doors),
        Item("Other contacts", " ".join(others) or "all there, and checked", href, done=not others),
    )


def _opening(edition: Edition | None, *, opened: bool) -> Item:
    words = "practitioners can raise differences" if opened else "nobody can raise a difference here yet"
    if edition and edition.proposed_at and not opened:
        words = f"{edition.proposed_by} proposed it; another officer approves it"
    href = reverse("editions:edition", args=[edition.pk]) if edition else reverse("editions:start")
    return Item("Proposed by one officer, approved by another", words, href, done=opened)
