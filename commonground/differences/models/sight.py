"""The first lock: which differences somebody sees, as one condition on an array of ids from ``Seat``."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Union

from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from commonground.questions import Named, Question, given, one_of

if TYPE_CHECKING:
    from commonground.directory.queries import Actor

HELD = """(seat.person_id = %s AND seat.agency_id = ANY(%s) OR seat.post_id = ANY(%s))"""
"""A seat that is mine: in person while I work for that agency, or by a post that I hold today."""

SEATED = f"""ARRAY(
    SELECT seat.difference_id FROM differences_seat seat WHERE seat.ended_at IS NULL AND {HELD})"""  # noqa: S608 constants only; values are parameters
"""The differences in which I have a seat, as one array: lists walk an index and never all differences."""

BARRED = """SELECT barred.difference_id FROM differences_seat barred
    WHERE barred.person_id = %s AND barred.capacity = 'barred' AND barred.ended_at IS NULL"""
"""The differences in which I take no part, whatever posts I hold."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Anybody:
    """Stands for the actor in a question that is built once: each who asks it is filled in."""

    offices: int
    """Of how many partnerships they are the officer: none, one, or (2) several."""


Reader = Union["Actor", Anybody]


def mine(actor: Reader) -> tuple[object, object, object]:
    """Return the parameters of ``HELD`` for this actor: the person, their agencies, their posts."""
    if isinstance(actor, Anybody):
        return Named("person"), Named("agencies"), Named("posts")
    return (actor.person.pk if actor.person else None), list(actor.agencies), list(actor.post_ids)


def in_office(actor: Reader) -> models.Q | None:
    """Return the condition on a partnership that this actor is its officer; None for somebody who is none's.

    One office is compared by ``=``, so that an officer's index gives its rows in their order.
    """
    if isinstance(actor, Anybody):
        count, one, several = actor.offices, given(Named("office")), given(Named("offices"))
    else:
        count, several = len(actor.offices), given(list(actor.offices))
        one = given(next(iter(actor.offices), None))
    if count > 1:
        return models.Q(one_of("partnership", several))
    return models.Q(partnership=one) if count else None


def seated(field: str, actor: Reader) -> models.Q:
    """Return the condition that the difference whose id is in ``field`` is one in which this actor has a seat."""
    return models.Q(one_of(field, RawSQL(SEATED, mine(actor))))  # noqa: S611 no input


def not_barred(field: str, actor: Reader) -> models.Q:
    """Return the condition that this actor is not kept out of the difference whose id is in ``field``."""
    return ~models.Q((f"{field}__in", RawSQL(BARRED, mine(actor)[:1])))  # noqa: S611 no input


def opened(key: str = "pk") -> models.Func:
    """Return the column that opens a difference: PostgreSQL fills it in for a row that both locks let through.

    Until the transaction ends the second lock asks no further about that one difference.
    """
    text = models.TextField()
    named = (models.Value("cg.opened"), Cast(key, text), models.Value(value=True))
    return models.Func(*named, function="set_config", output_field=text)


class SightedQuestion(Generic[Row]):
    """A question of which ``visible_to`` is part: ``build`` returns it, given who asks and then its blanks."""

    def __init__(self, build: "Callable[..., models.QuerySet[Any, Row]]") -> None:
        """Keep it in three forms: for somebody without an office, with one, and with several."""
        self.build = build
        self._forms = tuple(Question[Row](partial(build, Anybody(offices))) for offices in range(3))

    def __call__(self, actor: "Actor", **values: object) -> list[Row]:
        """Ask as this actor; return all rows."""
        person, agencies, posts = mine(actor)
        offices = list(actor.offices)
        asker = {"person": person, "agencies": agencies, "posts": posts, "offices": offices}
        return self._forms[min(len(offices), 2)](**values, **asker, office=offices[0] if offices else None)
