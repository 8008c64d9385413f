"""Why somebody may not change an agency's people: each answer is a sentence, empty when they may.

A safeguarding lead keeps the people of her own agency, an officer those of her partnerships' agencies; which posts
either may fill is ``queries.fillable``. ``by`` is None for whoever runs the product's commands, who may.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from commonground.directory.models import Agency, Holding, Partnership, Person, Post
from commonground.directory.queries import WITHIN_AN_AGENCY, Actor, fillable, kept_agencies, may_fill, not_over
from commonground.procedures.terms import AgencyKind, Role

OF_AN_OFFICE = frozenset(
    {
        Role.PARTNERSHIP_OFFICER,
        Role.LIBRARY_EDITOR,
        Role.PARTNERSHIP_CHAIR,
        Role.FACILITATOR,
        Role.SCRUTINEER,
    }
)
"""The roles of a partnership's office."""

OFFICE_CAN = "The partnership’s office can help."

NEEDS = (
    "A safeguarding lead who has set up their account",
    "Somebody to answer at each stage, or somebody who stands in there",
    "A telephone number by which it is reached",
    "A mailbox for each desk, if it has desks",
)
"""What an agency must have before it can take part."""


def held_ahead(on: date) -> QuerySet[Holding]:
    """Return who has which post on a day or later, deputies included."""
    return Holding.objects.filter(not_over(on), not_over(on, "post__"))


def agencies_of(person: Person, on: date) -> list[Agency]:
    """Return the agencies in which somebody has a post on a day or later; with none, those in which they ever had."""
    ahead = held_ahead(on).filter(person=person)
    has = ahead if ahead.exists() else Holding.objects.filter(person=person)
    return list(Agency.objects.filter(pk__in=has.values("post__agency")).order_by("name", "id"))


def belonging(agencies: Collection[Agency] | QuerySet[Agency], on: date) -> QuerySet[Person]:
    """Return the people on the books of agencies: with a post in one, or once in one and with no post anywhere."""
    ahead = held_ahead(on)
    ever = Q(pk__in=Holding.objects.filter(post__agency__in=agencies).values("person"))
    here = Q(pk__in=ahead.filter(post__agency__in=agencies).values("person"))
    return Person.objects.filter(here | (ever & ~Exists(ahead.filter(person=OuterRef("pk")))), is_active=True)


def roles_at(kind: str) -> list[Role]:
    """Return the roles that posts of a kind of agency may have, in order of the line."""
    those = OF_AN_OFFICE if kind == AgencyKind.PARTNERSHIP else WITHIN_AN_AGENCY | {Role.SAFEGUARDING_PARTNER}
    return [role for role in Role if role in those]


def shaped_agencies(by: Actor) -> QuerySet[Agency]:
    """Return the agencies to which somebody may add teams and posts: an officer, those of her partnerships."""
    return Agency.objects.filter(partnerships__in=by.offices).distinct()


def adding_agency(by: Actor | None, name: str, partnerships: Collection[Partnership]) -> str:
    """Say why somebody may not add an agency of a name to partnerships."""
    if by is not None and not {one.pk for one in partnerships} <= by.offices:
        return "Only an officer of a partnership adds agencies to it."
    return named_twice(name, partnerships)


def vouching(by: Actor, name: str, partnership: Partnership) -> str:
    """Say why somebody may not vouch for a group of a name in a partnership."""
    leads = by.agencies_as(Role.SAFEGUARDING_LEAD)
    works_there = Agency.objects.filter(pk__in=leads, partnerships=partnership).exists()
    if partnership.pk not in by.offices and not works_there:
        return "You can vouch only for groups in a partnership in which you are a safeguarding lead or an officer."
    twice = named_twice(name, [partnership])
    return f"{twice} Say that they are listed as that one." if twice else ""


def named_twice(name: str, partnerships: Collection[Partnership]) -> str:
    """Say that there is an agency of this name in these partnerships, if so."""
    there = Agency.objects.filter(name__iexact=name, partnerships__in=partnerships)
    return f"There is an agency called {name} here already." if there.exists() else ""


def adding_team(by: Actor | None, agency: Agency, name: str) -> str:
    """Say why somebody may not add a team of a name to an agency."""
    return shaping(by, agency) or (
        f"{agency} has a team called {name} already." if agency.teams.filter(name__iexact=name).exists() else ""
    )


def adding_post(by: Actor | None, agency: Agency, role: Role) -> str:
    """Say why somebody may not add a post of a role to an agency."""
    if by is None:
        return ""
    if role not in roles_at(agency.kind):
        return f"{agency} cannot have a post of this kind: {role.label}."
    return shaping(by, agency)


def shaping(by: Actor | None, agency: Agency) -> str:
    """Say why somebody may not change which teams, posts and desks an agency has."""
    if by is None or shaped_agencies(by).filter(pk=agency.pk).exists():
        return ""
    return f"Only the partnership’s office changes which posts {agency} has."


def filling(by: Actor | None, post: Post) -> str:
    """Say why somebody may not change who has a post."""
    if by is None or may_fill(by, post):
        return ""
    return f"You cannot change who has the post of {post}. {OFFICE_CAN}"


def placing(by: Actor | None, person: Person, post: Post, today: date) -> str:
    """Say why somebody may not put a person in a post: people come from the agency's own books, or are new."""
    if by is None:
        return ""
    refused = filling(by, post)
    if refused:
        return refused
    known = Holding.objects.filter(person=person).exists()
    if not person.is_active or (known and not belonging([post.agency], today).filter(pk=person.pk).exists()):
        return f"{person} is not on the books of {post.agency}. {OFFICE_CAN}"
    return ""


def twice(person: Person, post: Post, then: QuerySet[Holding], *, deputy: bool) -> str:
    """Say why a person who has a post already, in ``then``, cannot have it once more."""
    same = then.filter(person=person).first()
    if same is None:
        return ""
    if same.deputy and not deputy:
        return f"{person} stands in for {post} at that time. End that first."
    if deputy and not same.deputy:
        return f"{person} holds {post}, and nobody stands in for themself. Choose somebody else."
    return f"{person} has this post at that time already."


def closing(by: Actor | None, person: Person, today: date) -> str:
    """Say why somebody may not close a person's account: they must be able to fill every post the person has."""
    if by is None:
        return ""
    if by.person == person:
        return f"You cannot close your own account. Ask another safeguarding lead. {OFFICE_CAN}"
    theirs = held_ahead(today).filter(person=person)
    beyond = theirs.exclude(post__in=Post.objects.filter(fillable(by)).values("pk")).select_related("post__agency")
    for held in beyond:
        return f"{person} also has the post of {held.post} at {held.post.agency}, which you cannot end. {OFFICE_CAN}"
    return _unknown(by, person, today)


def excusing(by: Actor | None, person: Person, today: date) -> str:
    """Say why somebody may not write down that a person is away: it is theirs to say, and those who keep them all."""
    if by is None or by.person == person:
        return ""
    kept = set(kept_agencies(by).values_list("pk", flat=True))
    for agency in agencies_of(person, today):
        if agency.pk not in kept:
            return f"{person} also works for {agency}. They can say it themself, in “Your account”. {OFFICE_CAN}"
    return _unknown(by, person, today)


def _unknown(by: Actor, person: Person, today: date) -> str:
    """Say that somebody keeps no agency to which a person belongs, if so."""
    if belonging(kept_agencies(by), today).filter(pk=person.pk).exists():
        return ""
    return f"{person} is not on the books of an agency whose people you keep."
