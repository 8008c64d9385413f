"""Search over what was said in the differences that somebody sees: apart from the library, and through both locks.

Only words of the record are looked through that both sides read: no name of a child, nothing that is hidden, and no
note of one side. Whatever is shown of a difference counts as a look at it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Func, IntegerField, QuerySet
from django.utils.safestring import SafeString

from commonground.differences.actions.looking import looked_at_each
from commonground.differences.models import Difference, Seat
from commonground.differences.models.sight import Reader, SightedQuestion
from commonground.directory.queries import Actor
from commonground.library.finding.asking import OTHER, Sought, sought
from commonground.library.finding.excerpts import excerpt, said_by
from commonground.library.finding.spelling import corrected, put_right
from commonground.questions import Blank, Question, one_of, prepared_cursor
from commonground.record.models import EntryText

MOST = 200
"""So many entries are ranked. Where more say it, another word helps."""

SHOWN = 10
"""So many differences are shown."""

PART = "search: the lines found"
"""What “Who has looked” says of it."""


@dataclass(frozen=True, slots=True)
class SaidThere:
    """What of somebody's differences says what they look for: each with the lines in which it stands, the best first.

    ``more`` says that not all are shown. ``corrected`` are words that were put right, as written and as looked for.
    """

    rows: tuple[tuple[Difference, SafeString], ...]
    more: bool = False
    corrected: tuple[tuple[str, str], ...] = ()


def search(actor: Actor, text: str, at: datetime) -> SaidThere:
    """Return which of somebody's differences say something; misspelt words are put right where none does."""
    things, righted = sought(text), tuple[tuple[str, str], ...]()
    found = _entries(things)
    if not found:
        wrong = dict.fromkeys(word for one in things if not one.meaning for word in one.written.split())
        righted = tuple((word, right) for word in wrong if (right := put_right(word)))
        things = sought(corrected(text, righted)) if righted else things
        found = _entries(things) if righted else []
    best: dict[UUID, UUID] = {}
    for subject, entry in found:
        best.setdefault(subject, entry)
    shown = _visible(actor, keys=list(best)) if best else []
    lines = _lines(things, [best[row.pk] for row in shown[:SHOWN]])
    rows = tuple((row, lines[best[row.pk]]) for row in shown[:SHOWN] if best[row.pk] in lines)
    if rows:
        seats = _seats(actor, differences=[row.pk for row, _ in rows])
        held = [(row, [seat for seat in seats if seat.difference_id == row.pk]) for row, _ in rows]
        looked_at_each(by=actor, at=at, part=PART, rows=held)
    return SaidThere(rows, more=len(shown) > SHOWN or len(found) == MOST, corrected=righted if rows else ())


@SightedQuestion
def _visible(actor: Reader, keys: Blank) -> "QuerySet[Difference]":
    """Ask for the first of these differences that this actor sees, in the order of the keys, and one more."""
    rows = Difference.objects.visible_to(actor).filter(one_of("pk", keys))
    place = Func(keys, F("pk"), function="array_position", output_field=IntegerField())
    named = rows.select_related("raising_agency", "raising_team", "responding_agency", "responding_team")
    return named.order_by(place)[: SHOWN + 1]


@SightedQuestion
def _seats(actor: Reader, differences: Blank) -> "QuerySet[Seat]":
    own = Seat.objects.held_by(actor).filter(one_of("difference", differences))
    return own.order_by("stage", "capacity", "since", "id")


@Question
def _texts(entries: Blank) -> "QuerySet[EntryText]":
    return EntryText.objects.filter(one_of("pk", entries), side_only="").only("words", "sentence")


def _entries(things: Sequence[Sought]) -> list[tuple[UUID, UUID]]:
    """Return which entries say all of these things, by difference, the best first."""
    with prepared_cursor() as cursor:
        cursor.execute("SELECT difference, entry FROM differences_found(%s, %s, %s)", [*_asked(things), MOST])
        return list(cursor.fetchall())


def _lines(things: Sequence[Sought], entries: list[UUID]) -> dict[UUID, SafeString]:
    """Return the lines of these entries in which it stands."""
    pattern, texts = said_by(things), _texts(entries=entries) if entries else ()
    return {one.pk: excerpt(" ".join(map(str, (*one.words.values(), one.sentence))), pattern) for one in texts}


def _asked(things: Sequence[Sought]) -> tuple[list[int], list[str]]:
    ways = [(number, way.words) for number, one in enumerate(things) for way in one.ways if way.counts >= OTHER]
    return [number for number, _ in ways], [words for _, words in ways]
