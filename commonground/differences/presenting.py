"""From rows to what a page draws: plain functions, nothing read and nothing decided here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from commonground.differences import queries
from commonground.differences.joined_views import beside
from commonground.differences.models import Difference, Seat, View, page_url
from commonground.differences.reading import Standpoint
from commonground.differences.when import day_words, short_moment
from commonground.directory.models import Person
from commonground.govuk.components import Cell, CellMark, Group, LineSide, Offer, Participant, Refused, Row
from commonground.now import LONDON
from commonground.procedures import rules
from commonground.procedures.acts import ACTS, asked_text
from commonground.procedures.conferences import Effect
from commonground.procedures.naming import capital
from commonground.procedures.situation import OWN_WORD, Situation
from commonground.procedures.subjects import needs
from commonground.procedures.terms import Act, Answer, Capacity, Event, Side, Subject

BUTTONS = (
    *(Act.AGREE_TO_IT, Act.CHECK, Act.PICK_UP, Act.RESPOND, Act.SIGN, Act.PROPOSE, Act.ESCALATE, Act.NOT_RESOLVED),
    *(Act.CONFIRM, Act.OWN_VIEW, Act.QUESTION),
)
"""Acts that are drawn as buttons; the others are links below them."""

QUIET = frozenset(
    {Act.CHECK, Act.SIDE_ROUTE, Act.FACILITATED, Act.AGREE_TO_IT, Act.RESUME, Act.TAKE_TIME_BACK, Act.REOPEN, Act.LIFT}
)
"""Acts that are answers to something: nobody is told that they cannot take one while there is nothing to answer."""

WORRY, ASKED = "The worry, and the answer", "What is asked for"
"""The rows in which the responding side's answer stands."""

ANCHORS: Mapping[Side, str] = {Side.RAISING: "worry", Side.RESPONDING: "answer"}
"""Where on a page a link leads to what each side wrote."""

TO_WHAT_IS_ASKED = {
    Answer.YES: "Yes.",
    Answer.YES_IF: "Yes, if what stands in the answer above happens.",
    Answer.NO_BECAUSE: "No. The reason stands in the answer above.",
}

WHAT_WAS_TRIED = "What was tried"

WORDS_ON_IT: Mapping[Event | None, tuple[str, CellMark]] = {
    Event.CONFIRMED: ("Confirmed by them", "same"),
    Event.SAID_OTHERWISE: ("They remember it otherwise: see the record", "nearly"),
}

# What one can do


def offers(here: Standpoint, views: Sequence[View], now: datetime) -> tuple[tuple[Offer, ...], tuple[Refused, ...]]:
    """Return what this person can do now, the main thing marked, and what not, with who can."""
    row, situation = here.difference, here.situation
    answers = [one for one in rules.offers(situation, here.standings) if one[0] is not Act.TAKE_ON]  # by the agreement
    apart = {Capacity.GUEST, Capacity.FRESH_EYES}
    beside = any(one.capacity in apart for one in here.standings) or here.advised is not None
    can = [act for act, refusal in answers if refusal is None]
    main = _main(here, can, views, now)
    return (
        tuple(
            Offer(
                act.value,
                ACTS[act].labelled(situation),
                act_url(row, act),
                main=act is main,
                kind="button" if act in BUTTONS else "link",
            )
            for act in can
        ),
        tuple(
            Refused(ACTS[act].label if act is Act.RESPOND else ACTS[act].labelled(situation), refusal)
            for act, refusal in answers
            if refusal and not beside and act not in QUIET
        ),
    )


def reopening(here: Standpoint) -> tuple[Offer | None, str]:
    """Return how this person can reopen what has ended; or nothing, and who can."""
    refusal = rules.refusal(here.situation, Act.REOPEN, here.standings)
    if refusal is not None:
        return None, refusal
    return Offer(Act.REOPEN.value, ACTS[Act.REOPEN].labelled(here.situation), act_url(here.difference, Act.REOPEN)), ""


def asked(row: Difference, situation: Situation) -> str:
    """Return what one side asks the other to agree to, in a sentence; nothing when nothing is asked."""
    if situation.asked is None:
        return ""
    side = situation.asked.by
    return (
        f"{row.name_of(side)} asks {row.name_of(side.other)} to agree to {asked_text(situation)}. Until then nothing "
        "changes, and the clock runs on."
    )


def _main(here: Standpoint, can: Sequence[Act], views: Sequence[View], now: datetime) -> Act | None:
    """Return the one thing to do next.

    That is to sign what waits for this signature, escalate after a no or past the time, or else what is their turn.
    """
    situation, due = here.situation, here.difference.due_at
    refused = situation.answered and situation.proposal is None and last_answer(views) is Answer.NO_BECAUSE
    if Act.SIGN in can:
        return Act.SIGN
    if Act.ESCALATE in can and (refused or (due is not None and due <= now)):
        return Act.ESCALATE
    for answer in (Act.AGREE_TO_IT, Act.CHECK):
        if answer in can:
            return answer
    mine = any(
        one.side is situation.turn
        and one.stage == situation.stage
        and one.capacity in {Capacity.RAISER, Capacity.ANSWERING, Capacity.GUEST}
        for one in here.standings
    )
    return next((act for act in can if ACTS[act].main), None) if mine else None


def act_url(row: Difference, act: Act) -> str:
    """Return the address of an act's form."""
    return page_url(row.reference, "act", act)


# The two sides


def two_sides(row: Difference, views: Sequence[View], now: datetime) -> tuple[Row, ...]:
    """Return both sides' latest words next to each other; the first worry stays, whatever came after it."""
    worry = Row(WORRY, _worry(views, Side.RAISING, now), _answer(row, views, now))
    tried = Row(
        WHAT_WAS_TRIED, _latest(views, Side.RAISING, "tried", now), _latest(views, Side.RESPONDING, "tried", now)
    )
    asked = _latest(views, Side.RAISING, "ask", now)
    if asked and row.needed_by:
        by = day_words(row.needed_by, now.astimezone(LONDON).date())
        asked = Cell(asked.text, note=f"{capital(needs(Subject(row.subject)))} by {by}")
    answer = _answer_to_what_is_asked(views)
    wanted = _latest(views, Side.RESPONDING, "ask", now)
    to_it = wanted or (Cell(TO_WHAT_IS_ASKED[answer]) if answer else None)
    rows = (worry, tried, Row(ASKED, asked, to_it))
    return tuple(one for one in rows if one.raising or one.responding)


def last_answer(views: Sequence[View]) -> Answer | None:
    """Return the responding side's latest answer."""
    return next((Answer(view.answer) for view in reversed(views) if view.answer), None)


def _answer_to_what_is_asked(views: Sequence[View]) -> Answer | None:
    """Return the responding side's latest answer, if nothing else was asked since."""
    for view in reversed(views):
        if view.answer:
            return Answer(view.answer)
        if view.ask:
            return None
    return None


def _worry(views: Sequence[View], side: Side, now: datetime) -> Cell | None:
    own = [view for view in views if view.side == side and view.worry and not view.answer]
    if not own:
        return None
    first, last = own[0], own[-1]
    if last is first:
        return Cell(first.worry, note=_signed_by(first, now), anchor=ANCHORS[side])
    further = f"{first.worry}\n\nTaken further because: {last.worry}"
    return Cell(further, note=_signed_by(last, now), anchor=ANCHORS[side])


def _answer(row: Difference, views: Sequence[View], now: datetime) -> Cell | None:
    view = next((view for view in reversed(views) if view.answer), None)
    if view is None:
        return _worry(views, Side.RESPONDING, now)
    lead = Answer(view.answer).label
    mark, kind = _own_word(row, view)
    effect = f"\n\nWhat comes of it: {Effect(view.effect).label}" if view.effect else ""
    return Cell(
        after(lead, view.worry) + effect, lead=lead, note=_signed_by(view, now), mark=mark, mark_kind=kind,
        anchor=ANCHORS[Side.RESPONDING],
    )  # fmt: skip


def _own_word(row: Difference, view: View) -> tuple[str, CellMark]:
    """Return what a side has said about an answer that was recorded for it; nothing for one that it gave itself."""
    if not view.told:
        return "", "plain"
    since = (h.event for h in row.stands().events if h.side == view.side and h.at > view.at)
    said = next((event for event in since if event in OWN_WORD), None)
    return WORDS_ON_IT.get(said, ("Not confirmed by them", "nearly"))


def after(lead: str, text: str) -> str:
    """Return words as they read after "Yes, if" or "No, because": who began with that word is not heard twice."""
    word = lead.rsplit(" ", 1)[-1].casefold()
    first, _, rest = text.partition(" ")
    return rest if "," in lead and first.rstrip(",").casefold() == word else text


def _latest(views: Sequence[View], side: Side, field: str, now: datetime) -> Cell | None:
    view = next((view for view in reversed(views) if view.side == side and getattr(view, field)), None)
    return Cell(getattr(view, field), note=_signed_by(view, now)) if view else None


def _signed_by(view: View, now: datetime) -> str:
    who = f"{view.by.name}, {short_moment(view.at, now)}"
    return f"{view.told}. Recorded for them by {who}" if view.told else who


@dataclass(frozen=True, slots=True)
class Said:
    """One view as it was written, for the list of everything that both sides wrote."""

    who: str
    side: str
    stage: int
    parts: tuple[tuple[str, str], ...]


def everything_said(row: Difference, views: Iterable[View], now: datetime) -> tuple[Said, ...]:
    """Return all views in order, the first first."""
    return tuple(
        Said(
            who=_signed_by(view, now),
            side=row.name_of(Side(view.side)),
            stage=view.stage,
            parts=tuple(_parts(view)),
        )
        for view in views
    )


def _parts(view: View) -> Iterator[tuple[str, str]]:
    if view.answer:
        yield Answer(view.answer).label, view.worry
        if view.effect:
            yield "What comes of it", Effect(view.effect).label
    elif view.worry:
        yield ("The worry" if view.number == 1 else "Why it was taken further"), view.worry
    if view.tried:
        yield "What was tried", view.tried
    if view.ask:
        yield "What is asked", view.ask


# Who is in it

SEATED = (
    Capacity.RAISER,
    Capacity.ANSWERING,
    Capacity.GUEST,
    Capacity.HELPING,
    Capacity.FACILITATING,
    Capacity.LEAD,
    Capacity.CHECKING,
    Capacity.TOLD,
    Capacity.CHAIRED,
    Capacity.OFFICER,
    Capacity.JOINED,
    Capacity.ADVISER,
    Capacity.FRESH_EYES,
)
"""In which order the people of a side are named."""


def people(
    row: Difference, seats: Sequence[Seat], present: Mapping[UUID, tuple[Person, ...]], me: UUID | None
) -> tuple[Group, ...]:
    """Return who is in it now, side by side, in order of stage, with the numbers that are known."""
    groups: list[Group] = []
    sides: tuple[tuple[str, LineSide, str], ...] = (
        (Side.RAISING, "raising", row.name_of(Side.RAISING)),
        (Side.RESPONDING, "responding", row.name_of(Side.RESPONDING)),
        ("", "neither", "Neither side"),
    )
    for side, colour, name in sides:
        unshown = {Capacity.JOINED, Capacity.BARRED}
        own = [seat for seat in seats if seat.side == side and not seat.ended_at and seat.capacity not in unshown]
        own.sort(key=lambda seat: (SEATED.index(Capacity(seat.capacity)), -seat.stage))
        if own:
            groups.append(Group(name, colour, _merged(row, own, present, me)))
    for one in queries.joined(seats):
        own = [seat for seat in seats if seat.agency_id == one.agency.pk and seat.capacity == Capacity.JOINED]
        still = sorted((seat for seat in own if not seat.ended_at), key=lambda seat: -seat.stage)
        name = f"{one.agency}, {beside(row, one.side)}"
        groups.append(
            Group(
                name,
                "raising" if one.side is Side.RAISING else "responding" if one.side else "neither",
                _merged(row, still, present, me),
            )
        )
    return tuple(groups)


def _merged(
    row: Difference, seats: Iterable[Seat], present: Mapping[UUID, tuple[Person, ...]], me: UUID | None
) -> tuple[Participant, ...]:
    """Return each person or post once, with everything that they are in this."""
    found: dict[object, Participant] = {}
    for seat in seats:
        one = _participant(row, seat, present, me)
        key = seat.post_id or seat.person_id
        before = found.get(key)
        if before is None:
            found[key] = one
        elif one.what not in before.what:
            found[key] = replace(before, what=f"{before.what}; {one.what[:1].lower()}{one.what[1:]}")
    return tuple(found.values())


def _participant(
    row: Difference, seat: Seat, present: Mapping[UUID, tuple[Person, ...]], me: UUID | None
) -> Participant:
    what = _what(row, seat)
    if seat.person:
        beside = seat.capacity == Capacity.ADVISER and seat.agency_id != row.agency_of(Side(seat.side)).pk
        beside |= seat.capacity == Capacity.FRESH_EYES
        name = f"{seat.person.titled}, {seat.agency}" if beside else seat.person.titled
        return Participant(name, what, seat.person.phone, you=seat.person_id == me)
    if seat.post is None:
        message = "A seat is a person's or a post's."
        raise ValueError(message)
    here = present.get(seat.post.pk, ())
    phone = seat.post.phone or ", ".join(dict.fromkeys(person.phone for person in here if person.phone))
    return Participant(called(seat, present), what, phone, you=any(person.pk == me for person in here))


def called(seat: Seat, present: Mapping[UUID, tuple[Person, ...]]) -> str:
    """Return who a seat is: by name, or the post and who is there today."""
    if seat.person:
        return seat.person.titled
    names = ", ".join(person.name for person in present.get(seat.post_id, ())) if seat.post_id else ""
    return f"{seat.post.title if seat.post else ''} ({names or 'nobody there today'})"


WHAT: Mapping[str, str] = {
    Capacity.RAISER: "Raised it",
    Capacity.GUEST: "Let in by a pass, at stage {stage}",
    Capacity.CHECKING: "Asked for this side’s own look at it, at stage {stage}",
    Capacity.TOLD: "Told at stage {stage}",
    Capacity.CHAIRED: "Chaired the conference, and does not decide on this",
    Capacity.HELPING: "Helps both sides to talk, beside the stages",
    Capacity.LEAD: "Safeguarding lead of this side",
    Capacity.JOINED: "Joined at stage {stage}",
    Capacity.ADVISER: "Asked for advice at stage {stage}",
    Capacity.FRESH_EYES: "Asked to look at it with fresh eyes",
}
"""What somebody is in it, besides those who act for a side and those who help both."""


def _what(row: Difference, seat: Seat) -> str:
    if seat.capacity == Capacity.ANSWERING:
        now = seat.stage == row.stage
        return f"Acts for this side now, at stage {seat.stage}" if now else f"Acted at stage {seat.stage}"
    if seat.capacity == Capacity.TOLD and not seat.side:
        return f"Told at stage {seat.stage}, does not decide"
    return WHAT.get(seat.capacity, "Helps both sides to agree").format(stage=seat.stage)
