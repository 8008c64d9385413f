"""The responding side: pick up, pass on, not ours, answer. And what any seat may add: a note, a question."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from commonground.differences.actions import which_child
from commonground.differences.actions.door import Turn, begin
from commonground.differences.actions.ringing_me import RingMe, ask_to_be_rung
from commonground.differences.models import Difference, Seat, View
from commonground.differences.routing import Place, Placed, Standpoint
from commonground.differences.saying_back.actions import say_back
from commonground.directory.models import Agency, Team
from commonground.directory.queries import Actor
from commonground.procedures import rules
from commonground.procedures.conferences import Effect
from commonground.procedures.minds import GOOD_PRACTICE, changed
from commonground.procedures.naming import capital
from commonground.procedures.terms import About, Act, AgencyKind, Answer, Capacity, Event, Role, Side, Subject
from commonground.record.models import Entry


def pick_up(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, knows_child: bool | None = None, words: str = ""
) -> Difference:
    """Take it on for the responding side at this stage: name and number, or the post's, are shown to the raiser.

    Where it is about nobody in particular, whether they know who it is is no question.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.PICK_UP)
    turn.difference.picked_up_by = turn.person
    known = _knows(turn, bool(knows_child))
    return turn.finish(words=known | {"Ring": _phone(turn), "Words": words})


def _knows(turn: Turn, knows: bool | None) -> dict[str, str]:  # noqa: FBT001 the answer to one question
    """Note whether who acts knows which child it is, and return the words of it; nothing where that was not asked."""
    if knows is None or turn.move.after.subject is Subject.THEME:
        return {}
    turn.facts["knows_child"] = knows
    which = _whom(turn)
    if knows:
        return {capital(which): f"I know {which} this is."}
    return {capital(which): f"I cannot tell {which} this is. Please ring me.", "Ring": _phone(turn)}


def _whom(turn: Turn) -> str:
    return "which child" if turn.move.after.subject is Subject.CHILD else "who"


def _phone(turn: Turn) -> str:
    """Return the number of whoever acts, or of their post."""
    return turn.person.phone or (turn.own.post.phone if turn.own and turn.own.post else "")


def pass_on(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    version: int | None,
    person: UUID | None,
    team: UUID | None,
    reason: str,
) -> Difference:
    """Hand it to another person or team of the same agency; the clock runs on. Raises Refused."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.PASS_ON)
    row = turn.difference
    if (person is None) == (team is None):
        raise rules.Refused("Say whom you pass it to: one person, or one team.")
    turn.unseat(Capacity.ANSWERING, side=Side.RESPONDING, stage=row.stage)
    if team:
        reroute(turn, row.responding_agency, team)
    else:
        turn.seat(to_person(turn, Side.RESPONDING, person))
    return turn.finish(words={"Why": reason})


def not_ours(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    version: int | None,
    agency: UUID | None,
    team: UUID | None,
    reason: str,
) -> Difference:
    """Say whose it is: it goes there, or to the agency's own desk when that is not known; the clock runs on.

    Raises Refused when the agency is not in this partnership, or is the raising side itself.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.NOT_OURS)
    row = turn.difference
    turn.unseat(Capacity.ANSWERING, side=Side.RESPONDING, stage=row.stage)
    to, left = row.responding_agency, ""
    if agency and agency != row.responding_agency_id:
        sides = Agency.objects.exclude(kind=AgencyKind.PARTNERSHIP)
        found = sides.filter(pk=agency, partnerships=row.partnership_id).first()
        if found is None or found.pk == row.raising_agency_id:
            raise rules.Refused("That agency is not in this partnership, or raised this. Choose another.")
        to = found
        turn.unseat(*(one for one in Capacity if one is not Capacity.JOINED), side=Side.RESPONDING)
        turn.let_go(to, Capacity.JOINED, Capacity.ADVISER, Capacity.FRESH_EYES)
        stop_facilitating(turn, to)
        left = which_child.forget_theirs(row)
    advised = "; ".join(str(seat.person) for seat in turn.leaving if seat.capacity == Capacity.ADVISER)
    reroute(turn, to, team)
    words = {"Whose it is": row.name_of(Side.RESPONDING), "Why": reason, "Reference": left}
    return turn.finish(words=words | {"No longer asked for advice": advised})


def respond(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    version: int | None,
    answer: Answer,
    because: str,
    meanwhile: str | None,
    ring: RingMe | None = None,
    effect: Effect | None = None,
    said_back: str = "",
    knows_child: bool | None = None,
) -> Difference:
    """Answer: yes, yes if, or no because. Answering also picks it up; an answer of no offers escalation.

    ``said_back`` is how whoever answers understands the worry: the raising side reads that first. ``meanwhile`` is what
    keeps the child safe from now on, None where that stands as it is. ``knows_child`` is whether they know which child
    it is, where nobody has picked it up, who would have been asked.

    ``effect`` is what comes of a dissent from what a conference decided; raises Refused for anything else.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.RESPOND)
    if effect and turn.move.after.about is not About.DISSENT:
        raise rules.Refused("Only a dissent from what a conference decided is answered with what comes of it.")
    known: dict[str, str] = {}
    if turn.difference.picked_up_by_id is None:
        turn.difference.picked_up_by = turn.person
        known = _knows(turn, knows_child)
    before = _own_answer(turn)
    if before and not changed(Answer(before.answer), answer, own_word=not before.told):
        before = None
    view = turn.view(
        answer=answer.value, worry=because, effect=effect.value if effect else "",
        before=before.number if before else None,
    )  # fmt: skip
    turn.facts["answer"] = answer.value
    more = known | _rung(turn, ring)
    if effect:
        turn.facts["effect"] = effect.value
        more |= {EFFECT: effect.label}
    sentence = ""
    if before:
        was = Answer(before.answer)
        turn.facts["answer_before"] = was.value
        more |= {BEFORE: f"{was.label}: {before.worry}", "A change of mind": GOOD_PRACTICE}
        whose = turn.difference.name_of(turn.side)
        sentence = f"{turn.called} changed the answer of {whose} from “{was.label}” to “{answer.label}”."
    if known and not knows_child:
        sentence = f"{sentence or f'{turn.called} answered.'} They cannot tell {_whom(turn)} this is. Ring them."
    row = turn.finish(words={"Answer": answer.label, "Why": because} | more, meanwhile=meanwhile, sentence=sentence)
    if said_back:
        say_back(by=by, at=at, difference=row.pk, words=said_back, reply=view.number)
    return row


def _own_answer(turn: Turn) -> View | None:
    """Return what this side answered last, at any stage; one query, and none at a first answer.

    Once somebody said that it was not theirs, what was answered before is no answer of whoever is asked since.
    """
    situation = turn.move.before
    if situation is None or not any(one.event is Event.RESPONDED for one in situation.events):
        return None
    not_theirs = Entry.objects.filter(
        subject=OuterRef("difference_id"), kind=f"difference.{Act.NOT_OURS}", at__gte=OuterRef("at")
    )
    answers = View.objects.of(turn.difference).exclude(answer="").annotate(left=Exists(not_theirs))
    last = answers.order_by("-number").first()
    return None if last is None or last.left else last


BEFORE = "The answer before"
"""How it is called in the record what somebody answered who changed their mind since."""

EFFECT = "What comes of it"
"""How it is called in the record what comes of a dissent."""


def _rung(turn: Turn, ring: RingMe | None) -> dict[str, str]:
    """Keep that who acts asks to be rung, if they do; return the words of it."""
    if ring is None:
        return {}
    turn.facts |= ask_to_be_rung(turn.difference, ring, side=turn.side, by=turn.person, at=turn.at)
    return ring.words()


HAPPENED = {Event.MET: "both sides met", Event.MINUTES_SENT: "the outcome was sent in writing"}
"""What happens outside and is noted, as the record says it."""


def note(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    version: int | None,
    words: str,
    own_side: bool,
    ring: RingMe | None = None,
    noted: Event | None = None,
) -> Difference:
    """Add a note: shared, or for one's own side only (then the other side never reads it and nobody is told).

    ``noted`` says that something happened outside from which a clock counts. Raises Refused for that, and for somebody
    who asks the other side to ring, where the other side cannot read it.
    """
    if own_side and noted:
        raise rules.Refused("The other side must be able to read that this happened. Choose “Both sides”.")
    if own_side and ring:
        raise rules.Refused("The other side cannot ring you about a note that it does not see. Choose “Both sides”.")
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.NOTE, noted=noted)
    side_only = turn.side.value if own_side else ""
    if side_only:
        turn.facts["agency"] = str(turn.agency.pk)
    happened = {"sentence": f"{turn.called} noted that {HAPPENED[noted]}."} if noted else {}
    return turn.finish(words={"Note": words} | _rung(turn, ring), side_only=side_only, **happened)


def question(*, by: Actor, at: datetime, difference: UUID, version: int | None, words: str) -> Difference:
    """Ask the other side a question; no clock moves."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.QUESTION)
    return turn.finish(words={"Question": words})


def stop_facilitating(turn: Turn, agency: Agency) -> None:
    """End the seats by which an agency that becomes a side has facilitated; at once, before it is one."""
    seats = [seat for seat in turn.seats if seat.capacity == Capacity.FACILITATING and seat.agency_id == agency.pk]
    Seat.objects.filter(pk__in=[seat.pk for seat in seats], ended_at=None).update(ended_at=turn.at)
    for seat in seats:
        seat.ended_at = seat.ended_at or turn.at


def reroute(turn: Turn, agency: Agency, team: UUID | None) -> None:
    """Make an agency or a team of it the responding side and seat its people of this stage. Raises Refused."""
    row = turn.difference
    other_agency = agency.pk != row.responding_agency_id
    found = Team.objects.filter(pk=team, agency=agency).first() if team else None
    if team and found is None:
        raise rules.Refused("That team is not in that agency. Choose one from the list.")
    row.responding_agency, row.responding_team = agency, found
    stage = turn.move.after.procedure.stage(row.stage)
    point: Standpoint = turn.point(Side.RESPONDING)
    turn.seat(turn.routes.stage(stage, point))
    if other_agency:
        turn.seat(turn.routes.leads(point, stage.number))


def to_person(turn: Turn, side: Side, person: UUID | None) -> Placed:
    """Return the place of a person of a side's agency who is here today; raises Refused."""
    stage, point = turn.difference.stage, turn.point(side)
    for post in turn.routes.posts_of(point.agency.pk):
        for one in post.present:
            if one.pk == person and person not in point.barred | point.too_close:
                role, agency = Role(post.post.role), point.agency.pk
                return Placed((Place(side, Capacity.ANSWERING, role, stage, agency, one.name, person=one),))
    raise rules.Refused("That person is not at work in your agency today. Choose another person, or a team.")
