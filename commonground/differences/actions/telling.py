"""Who is told of a move, and by which notice: audiences of the rules become addresses."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any, ParamSpec
from uuid import UUID

from commonground.differences import queries
from commonground.differences.models import Difference, Seat, spoken
from commonground.differences.routing import Routes
from commonground.directory.guests.models import Pass
from commonground.directory.models import Person
from commonground.directory.queries import PostNow
from commonground.notices.actions import leave, made, put
from commonground.notices.kinds import TEMPLATES
from commonground.notices.models import Notice
from commonground.notices.reaching import addresses, is_read_by
from commonground.procedures import rules
from commonground.procedures.beside_stages import TOLD_AS
from commonground.procedures.terms import Act, Capacity, Role, Side

Of = ParamSpec("Of")

KINDS: dict[Act, str] = {
    Act.RAISE: "raised_to_you",
    Act.PICK_UP: "picked_up",
    Act.PASS_ON: "passed_on",
    Act.NOT_OURS: "passed_on",
    Act.CHECK: "checked",
    Act.RESPOND: "answered",
    Act.NOTE: "noted",
    Act.QUESTION: "question",
    Act.PROPOSE: "proposed",
    Act.SIGN: "agreed",
    Act.DECLINE: "declined",
    Act.ESCALATE: "escalated",
    Act.SHORTEN: "shortened",
    Act.SKIP: "skipped",
    Act.TRIED_OUTSIDE: "tried_outside",
    Act.REMEMBER: "noted",
    Act.RECORD_FOR: "recorded_for",
    Act.CONFIRM: "confirmed",
    Act.HAND_OVER: "passed_on",
    Act.RESTRICT: "restricted",
    Act.LIFT: "lifted",
    Act.JOIN: "joining",
    Act.OWN_VIEW: "own_view",
    Act.TAKE_ON: "taken_on",
    Act.STEP_ASIDE: "stepped_aside",
    Act.SIDE_ROUTE: "side_route",
    Act.FACILITATED: "facilitated",
    Act.LENGTHEN: "asked",
    Act.PAUSE: "asked",
    Act.STEP_DOWN: "asked",
    Act.AGREE_TO_IT: "time_changed",
    Act.RESUME: "resumed",
    Act.TAKE_TIME_BACK: "time_taken_back",
    Act.WITHDRAW: "withdrawn",
    Act.REDIRECT: "redirected",
    Act.NOT_RESOLVED: "not_resolved",
    Act.REOPEN: "reopened",
}

ASKED: dict[str, str] = {Capacity.CHECKING: "check_asked", Capacity.HELPING: "help_asked"}
"""How those are told who are asked for something else than to act for a side, by capacity."""

LINE = (Capacity.RAISER, Capacity.ANSWERING, Capacity.LEAD, Capacity.TOLD)


def audience(seats: Iterable[Seat], who: str, stage: int) -> list[Seat]:
    """Return the seats that an audience of the rules means: see ``procedures.definition``."""
    open_seats = [seat for seat in seats if not seat.ended_at]
    if who == "raiser":
        return [seat for seat in open_seats if seat.capacity == Capacity.RAISER]
    if who in {"facilitating", "joined", *TOLD_AS}:
        as_role = TOLD_AS.get(who)
        return [one for one in open_seats if (_told_as(one, as_role) if as_role else one.capacity == who)]
    side = next((one for one in Side if who.startswith(one.value)), None)
    own = [seat for seat in open_seats if seat.side == side]
    if who.endswith("_seat"):
        acting = (Capacity.RAISER, Capacity.ANSWERING, Capacity.GUEST)
        return [seat for seat in own if seat.capacity in acting and seat.stage == stage]
    if who.endswith("_lead"):
        return [seat for seat in own if seat.capacity == Capacity.LEAD]
    if who.endswith("_line"):
        return [seat for seat in own if seat.capacity in LINE]
    return []


def _told_as(seat: Seat, role: Role) -> bool:
    """Say whether a seat is that of somebody who is told by their role: of neither side, or who chaired it."""
    told = (seat.capacity == Capacity.TOLD and not seat.side) or seat.capacity == Capacity.CHAIRED
    return told and seat.role == role


def notices_of(
    difference: Difference,
    move: rules.Move,
    seats: list[Seat],
    routes: Routes,
    *,
    fresh: Iterable[Seat] = (),
    kind: str,
    about: str,
    at: datetime,
    actor: Person | None = None,
    urgent: bool = False,
    due: datetime | None = None,
) -> list[Notice]:
    """Make one notice for each person or desk that a move tells, and each new seat, but not for whoever acted.

    Once whoever raised it works there no longer, those who act for their side now are told instead. What is
    ``urgent``, or of a kind that always is, goes to people and to their desks; of a restricted difference to people
    only, because others read a desk's mailbox. ``due`` is what the notice's date means, if not the clock that binds.
    """
    urgent = urgent or TEMPLATES[kind].urgent
    both = urgent and not difference.restricted
    fresh = list(fresh)
    reached = [seat for seat in fresh if seat.capacity not in ASKED]
    reached += [seat for who in move.tells for seat in audience(seats, who, move.after.stage)]
    out = queries.barred(seats)
    recipients = reach(reached, routes, both=both, out=out)
    if "raiser" in move.tells and not reach(audience(seats, "raiser", move.after.stage), routes):
        recipients |= reach(audience(seats, "raising_seat", move.after.stage), routes, both=both, out=out)
    if "officer" in move.tells and not difference.restricted:
        for post in routes.offices():
            recipients.update(addresses(post, both=both, out=out))
    if actor:
        recipients.pop(actor.email, None)
    told: dict[str, Any] = {
        "partnership_id": difference.partnership_id,
        "subject": difference.pk,
        "reference": spoken(difference.reference),
        "stage": move.after.procedure.stage(move.after.stage).name,
        "due": due or difference.due_at,
        "about": about,
        "at": at,
    }
    addressed = [(person, address) for address, person in recipients.items()]
    notices = made(kind=kind, recipients=addressed, urgent=urgent, **told)
    for capacity, asked in ASKED.items():
        they = reach([seat for seat in fresh if seat.capacity == capacity], routes, out=out)
        notices += made(kind=asked, recipients=[(person, one) for one, person in they.items()], **told | {"due": None})
    if found := guests(reached, routes, actor):
        notices += made(kind="guest_told", recipients=found, urgent=urgent, **told)
    return notices


def _leaving(make: Callable[Of, list[Notice]]) -> Callable[Of, None]:
    def leave_them(*args: Of.args, **named: Of.kwargs) -> None:
        put(make(*args, **named))

    return leave_them


leave_notices = _leaving(notices_of)
"""Leave the notices of a move in the outbox: see ``notices_of``."""

SITTING = ("raising_seat", "raising_lead", "responding_seat", "responding_lead")


def tell_sides(
    row: Difference, seats: list[Seat], routes: Routes, *, kind: str, stage: str, about: str, at: datetime,
    actor: Person | None, sides: Iterable[Side] = Side, but: Collection[str] = (),
) -> None:  # fmt: skip
    """Tell those who act for these sides now, whoever raised it, their leads and guests of what moves nothing.

    ``but`` are the addresses of those who are told otherwise.
    """
    named = [who for side in sides for who in SITTING if who.startswith(side)]
    named += ["raiser"] if Side.RAISING in sides else []
    reached = [seat for who in named for seat in audience(seats, who, row.stage)]
    recipients = reach(reached, routes, out=queries.barred(seats))
    if actor:
        recipients.pop(actor.email, None)
    told = {kind: [(person, address) for address, person in recipients.items()]}
    for each, those in (told | {"guest_told": guests(reached, routes, actor)}).items():
        they = [(person, address) for person, address in those if address not in but]
        leave(
            partnership_id=row.partnership_id, subject=row.pk, reference=spoken(row.reference), kind=each,
            recipients=they, stage=stage, due=None, about=about, at=at,
        )  # fmt: skip


def guests(seats: Iterable[Seat], routes: Routes, actor: Person | None) -> list[tuple[UUID | None, str]]:
    """Return the guests among these seats whose pass lets them in today: each with their work address."""
    keys = {seat.person_id for seat in seats if seat.capacity == Capacity.GUEST} - {actor.pk if actor else None}
    passes = Pass.objects.filter(person__in=keys, opened_at__isnull=False, ended_at=None) if keys else ()
    return [(one.person_id, one.address) for one in passes if one.lets_in(routes.on)]


def reach(
    seats: Iterable[Seat], routes: Routes, *, both: bool = False, out: frozenset[UUID] = frozenset()
) -> dict[str, UUID | None]:
    """Return where these seats are told today: addresses, each with its person or, for a desk, None.

    With ``both``, a desk's people are told beside its mailbox, and a person's desks beside the person. Nobody in
    ``out`` is told, so neither is a mailbox that they read.
    """
    recipients: dict[str, UUID | None] = {}
    for seat in seats:
        posts = routes.posts_of(seat.agency_id)
        if seat.person and seat.person_id not in out and works_at(seat.person, posts):
            recipients[seat.person.email] = seat.person.pk
            desks = [post for post in posts if post.post.desk and works_at(seat.person, [post])]
            mailboxes = [desk.post.mailbox for desk in desks if not is_read_by(desk, out)]
            recipients.update({mailbox: None for mailbox in mailboxes if both and mailbox})
        for post in posts:
            if post.post.pk == seat.post_id:
                recipients.update(addresses(post, both=both, out=out))
    return recipients


def works_at(person: Person, posts: Iterable[PostNow]) -> bool:
    """Say whether somebody acts for one of these posts or is only away from it; who left is told nothing more."""
    return any(person in (*post.present, *post.holders_away) for post in posts)
