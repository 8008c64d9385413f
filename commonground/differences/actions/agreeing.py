"""Agreeing: propose, sign, decline. Both sides sign the same text, and then it is resolved."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from commonground.differences.actions.door import Meanwhile, Turn, begin
from commonground.differences.actions.stepping import begin_step
from commonground.differences.models import AgencyAction, Difference, Proposal
from commonground.differences.queries import joined
from commonground.differences.undertakings.actions import note_agreed
from commonground.directory.queries import Actor
from commonground.procedures import rules
from commonground.procedures.agreement import Parts, codes, text_of
from commonground.procedures.naming import for_children
from commonground.procedures.steps import Step, of_a_side_or_let_in
from commonground.procedures.terms import Act, Side
from commonground.record.models import Entry
from commonground.storing import add

NOTHING_MORE = Parts()
DONE_AS_AGREED = "It was done as it stands in the agreement"
SEES_DIFFERENTLY = "What we still see differently"
NOT_THERE = "That agreement stands no longer. Read what is proposed now."


def propose(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    version: int | None,
    text: str,
    takes_on: Mapping[UUID, str] | None = None,
    children: Collection[int] = (),
    parts: Parts = NOTHING_MORE,
    differs: str = "",
) -> Difference:
    """Propose an agreement: it carries the proposing side's signature and replaces any before it.

    ``text`` is the decision; with it ``parts`` and ``takes_on``, what agencies that joined are asked to do, become the
    one text that is signed. ``children`` are the numbers of those whom it is for; none named is all who are still
    open. ``differs`` is what the proposing side still sees differently: it stands beside its signature. Raises Refused
    for an agency that has not joined, and for a child for whom it is open no longer.
    """
    turn = begin(
        by=by, at=at, difference=difference, version=version, act=Act.PROPOSE, children=tuple(children)
    )  # fmt: skip
    row = turn.difference
    actions = actions_for(turn, takes_on or {})
    whole = text_of(
        text, parts, called={side: row.name_of(side) for side in Side}, subject=turn.move.after.subject,
        joined=[(str(one.agency), one.what) for one in actions],
    )  # fmt: skip
    proposal = Proposal(
        partnership_id=row.partnership_id, difference=row, number=turn.move.after.proposals, side=turn.side,
        stage=row.stage, by=turn.person, at=at, text=whole, decision=text, outcome=parts.outcome or "",
        doing=[one.plain() for one in parts.doing], tells_family=parts.tells_family, better_day=parts.better_day,
        known_by=parts.known_by, check_on=parts.check_on,
    )  # fmt: skip
    add(proposal)
    for one in actions:
        one.proposal = proposal
    add(*actions)
    turn.facts |= {"proposal": proposal.number} | codes(parts)
    if actions:
        turn.facts["actions"] = [str(one.agency_id) for one in actions]
    turn.sign(proposal)
    some = turn.move.after.proposal.children if turn.move.after.proposal else ()
    sentence = f"{turn.called} proposed an agreement for {for_children(some)} and signed it." if some else ""
    done = turn.finish(words={"Proposed agreement": whole}, sentence=sentence)
    _beside(differs, by=by, at=at, row=done, proposal=proposal.number)
    return done


def sign(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, proposal: int, differs: str = ""
) -> Difference:
    """Sign the live proposal that was read, by its number; with both signatures it is resolved.

    Where it is for some of the children it goes on for the others. ``differs`` is what this side still sees
    differently: it stands beside the signature and changes nothing. What each side does by a day becomes an action of
    theirs. Raises Meanwhile when another text took its place.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.SIGN)
    live = live_proposal(turn, proposal)
    turn.sign(live)
    words, after = {"Signed agreement": live.text}, turn.move.after
    if after.open:
        sentence = (
            f"{turn.called} signed the agreement. Both sides have signed, so it is settled for "
            f"{for_children(after.agreed[-1].children)}. It goes on for {for_children(after.still_open)}."
        )
        done = turn.finish(words=words, sentence=sentence, kind="agreed_for_some")
    else:
        done = turn.finish(words=words)
    note_agreed(by=by, at=at, difference=done.pk, agreement=live, done_when=live.known_by or DONE_AS_AGREED)
    _beside(differs, by=by, at=at, row=done, proposal=live.number)
    return done


def still_sees(*, by: Actor, at: datetime, difference: UUID, proposal: int, words: str) -> Entry:
    """Note what one still sees differently, beside an agreement that stands, for either side and also after the end.

    Whoever raised it first may, who is told and does not sign. The other side is told. Raises Difference.DoesNotExist,
    or Refused in words.
    """
    return _note(by=by, at=at, difference=difference, proposal=proposal, words=words, tells=True)


def _beside(differs: str, *, by: Actor, at: datetime, row: Difference, proposal: int) -> None:
    """Put what a side still sees differently beside the signature that it has just given, of which all are told."""
    if differs:
        _note(by=by, at=at, difference=row.pk, proposal=proposal, words=differs, tells=False)


def _note(*, by: Actor, at: datetime, difference: UUID, proposal: int, words: str, tells: bool) -> Entry:
    stepping = begin_step(by=by, at=at, difference=difference, standing=of_a_side_or_let_in)
    if proposal not in stepping.row.stands().agreements:
        raise rules.Refused(NOT_THERE)
    return stepping.finish(
        Step.STILL_SEES, sentence="noted what they still see differently", facts={"beside": proposal},
        words={SEES_DIFFERENTLY: words}, tells=[stepping.side.other] if tells else (), kind="still_sees",
    )  # fmt: skip


def decline(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, proposal: int, reason: str
) -> Difference:
    """Decline the live proposal, with a reason; either side may propose another. Raises Meanwhile."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.DECLINE)
    live = live_proposal(turn, proposal)
    live.declined_why = reason
    live.save()
    turn.facts["declined"] = live.number
    return turn.finish(words={"Why not": reason})


def actions_for(turn: Turn, takes_on: Mapping[UUID, str]) -> list[AgencyAction]:
    """Return what agencies that joined are asked to take on, not yet saved; raises Refused for one that has not."""
    known = {one.agency.pk: one.agency for one in joined(turn.seats)}
    if not takes_on.keys() <= known.keys():
        raise rules.Refused("Only an agency that has joined can be asked to take something on. Ask it to join first.")
    row = turn.difference
    return [
        AgencyAction(partnership_id=row.partnership_id, difference=row, agency=known[agency], what=what)
        for agency, what in takes_on.items()
    ]


def take_on(*, by: Actor, at: datetime, difference: UUID, version: int | None, proposal: int) -> Difference:
    """Sign for the action of one's own agency, and for nothing else, also after both sides have signed.

    Raises Refused when there is none or it is taken on, Meanwhile when another text took the place of what was read.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.TAKE_ON)
    if proposal not in turn.move.after.agreements:
        raise Meanwhile
    live = Proposal.objects.get(difference=turn.difference, number=proposal)
    own = AgencyAction.objects.of(turn.difference).filter(proposal=live, agency=turn.agency, taken_on_at=None)
    action = own.select_for_update(of=("self",)).first()
    if action is None:
        raise rules.Refused("Nothing in this agreement waits for your agency to take on.")
    action.taken_on_by, action.taken_on_at = turn.person, at
    action.save(update_fields=["taken_on_by", "taken_on_at"])
    turn.facts |= {"took_on": live.number, "agency": str(turn.agency.pk)}
    return turn.finish(words={"What we take on": action.what})


def live_proposal(turn: Turn, number: int) -> Proposal:
    """Return the live proposal if it is the one that was read; raises Meanwhile for another."""
    live = Proposal.objects.filter(difference=turn.difference).order_by("-number")[:1].get()
    if live.number != number:
        raise Meanwhile
    return live
