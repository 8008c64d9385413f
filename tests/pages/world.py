"""What the pages are looked at with: differences in every state, drafts, invitations, people with and without."""

from dataclasses import replace
from datetime import time, timedelta
from uuid import UUID

from django.db import transaction

from commonground.differences import actions
from commonground.differences.actions.taking_record import print_record
from commonground.differences.after import actions as after
from commonground.differences.after.sweeping import ask_one
from commonground.differences.models import Difference
from commonground.directory.guests.actions import Guest, bind, link
from commonground.directory.models import Agency, Contact, Partnership, Post
from commonground.editions import actions as editions
from commonground.editions.queries import calendar_of
from commonground.now import london_date, now
from commonground.procedures.agreement import Doing, Outcome, Parts
from commonground.procedures.steps import Step
from commonground.procedures.terms import Answer, CallCame, How, Kind, Side, Subject, ToldBy
from commonground.procedures.worktime import next_working_day
from commonground.record.models import Entry
from tests.cast import AGREEMENT, BECAUSE, CHILD, MEANWHILE, NAMED, Cast
from tests.differences.meetings.meeting import agreed as minutes_agreed
from tests.differences.meetings.meeting import (
    changed,
    dissented,
    held_meeting,
    proposed_meeting,
    set_meeting,
    written,
)
from tests.differences.undertakings.undertaking import done, noted_action
from tests.editions.fuller import open_fuller
from tests.insight.making import figures
from tests.pages.assured import assured
from tests.pages.briefed import briefed
from tests.pages.charts import on_charts, with_numbers
from tests.pages.covered import covered
from tests.pages.days import on_days
from tests.pages.drafted import AGREED, asking, conferences, drafts
from tests.pages.kept import procedures
from tests.pages.promoted import promoted
from tests.pages.shelves import on_shelves
from tests.pages.tools import with_tools
from tests.pages.townsfolk import accounts, people
from tests.pages.understood import listed, looked_at, said_back, seeing

UNKNOWN = "2222222222"
GUEST, GUEST_ENDED = "Ruth Amos", "Rhoda Ames"


@transaction.atomic
def built() -> dict[str, str]:
    """Make it all, in the database that the ORM is connected to as owner; return what addresses are filled with."""
    cast = Cast(now() - timedelta(hours=6))
    made = {
        **differences(cast),
        **drafts(cast),
        **asking(cast),
        **conferences(cast),
        **accounts(cast),
        **ringing(cast),
        **people(cast),
        **passes(cast),
        **procedures(cast),
        **figures(cast),
        **on_shelves(cast),
        **assured(),
        **briefed(cast),
        **promoted(cast),
        **covered(cast),
        "unknown": UNKNOWN,
    }
    assert cast.at < now(), "nothing is looked at that has not happened yet"
    return made


RING = actions.RingMe("01632 960 111", "today until 17:00")


def differences(cast: Cast) -> dict[str, str]:
    """Return the reference of a difference in every state that looks different."""
    long_ago = Cast(now() - timedelta(days=9))
    shown = {
        "raised": cast.raised(children=(CHILD, CHILD.__class__("", "OAK-002", "L. E.", "unborn"))),
        "answered": cast.answered(),
        "stage2": cast.at_stage(2),
        "stage4": cast.at_stage(4),
        "proposed": cast.proposed(),
        "resolved": cast.resolved(2),
        "notresolved": cast.not_resolved(),
        "past": tried(long_ago),
        "recorded": recorded(cast),
        "withdrawn": cast.do(actions.withdraw, cast.raised(), "amy", why="settled", words="We met."),
    }
    shown["named"] = cast.raised(children=(NAMED, AGREED))
    shown["known"] = known(cast)
    shown["joined"] = joined(cast)
    shown["acting"] = cast.do(
        actions.propose, joined(cast), "bob", text=AGREEMENT, takes_on={nursery(): "It keeps his place until May."}
    )
    shown |= by_both(cast)
    shown |= more_than_two(cast)
    shown["advised"] = advised(cast)
    with_a_note(cast, shown["raised"])
    shown["filed"] = on_file(cast)
    shown["seeing"] = seeing(cast)
    shown["saidback"] = said_back(cast)
    listed(cast, shown["seeing"])
    notes = {}
    for name in ("noted", "hidden"):
        shown[name] = cast.do(
            actions.note, cast.raised(in_court=True, ring=RING), "amy", words="They live in Mill Lane.", own_side=False
        )  # fmt: skip
        note = Entry.objects.filter(subject=shown[name].pk).latest("number")
        notes[f"{name}_note"] = str(note.pk)
    amy, hidden = cast.actor("amy"), shown["hidden"]
    actions.mask(by=amy, at=cast.tick(), difference=hidden.pk, entry=note.pk, reason="It holds an address.")
    actions.say_of_entry(
        by=cast.actor("bob"), at=cast.tick(), difference=shown["noted"].pk, entry=UUID(notes["noted_note"]),
        step=Step.ENTRY_OTHERWISE, words="They moved in May, and we have the new address.",
    )  # fmt: skip
    shown["agreed"] = agreed(cast)
    notes |= taken(cast, shown["agreed"])
    notes["health"] = str(Agency.objects.get(name="Fairhaven Community Health Trust").pk)
    shown |= beside_the_stages(cast)
    shown |= meeting(cast) | looked_at(cast)
    shown["undertaken"] = undertaken(long_ago, cast)
    shown |= on_charts(cast) | on_days(cast) | with_tools(cast)
    shown["asked_after"] = asked_after(cast)
    return {name: row.reference for name, row in shown.items()} | notes


def undertaken(long_ago: Cast, cast: Cast) -> Difference:
    """Return one with an action that is open, one whose day has gone by, one that is done, and one without a day."""
    row = cast.joined(long_ago.proposed())
    noted_action(long_ago, row, due=london_date(long_ago.at) + timedelta(days=3))
    done(cast, row, noted_action(cast, row, whose="Fairhaven City Council", what="Ring his grandmother."))
    noted_action(cast, row, whose="Oakfield Primary School", what="Keep his place at breakfast.")
    takes = {nursery(): "It keeps his place until May."}
    return cast.do(actions.propose, row, "bob", text=AGREEMENT, takes_on=takes)


def agreed(cast: Cast) -> Difference:
    """Return one with an agreement in all its parts, beside whose signatures both still see something differently."""
    row, today = cast.answered(), london_date(cast.at)
    parts = Parts(
        outcome=Outcome.IN_PART,
        doing=(
            Doing(Side.RESPONDING, "Sees him at home, with his mother", "Bob Ferris", today + timedelta(days=3)),
            Doing(Side.RAISING, "Rings Bob on Friday", "Amy Lister", today + timedelta(days=5)),
        ),
        tells_family="Bob tells his mother when he sees her.",
        better_day="He has eaten before school, and stays awake.",
        known_by="His teacher sees it each morning.",
        check_on=today + timedelta(weeks=5),
    )
    row = cast.do(
        actions.propose, row, "bob", text=AGREEMENT, parts=parts, differs="We still think that his mother can be asked."
    )
    return cast.do(actions.sign, row, "amy", proposal=1, differs="Three days are long for a child who is hungry.")


def taken(cast: Cast, row: Difference) -> dict[str, str]:
    """Return the keys of two records that Amy took as a PDF: one that is being made, and one that is there."""
    keys = {}
    for name in ("waiting_pdf", "printed_pdf"):
        content: dict[str, object] = {"title": "The record", "taken": "Taken by Amy Lister.", "parts": []}
        one = actions.take_record(
            by=cast.actor("amy"), at=cast.tick(), difference=row, notes=(), content=content
        )  # fmt: skip
        keys[name] = str(one.pk)
    print_record(UUID(keys["printed_pdf"]), cast.at)
    return keys


def asked_after(cast: Cast) -> Difference:
    """Return one that has ended, of which both sides are asked what has changed, and for which Bob was thanked."""
    row = cast.do(actions.sign, cast.do(actions.propose, cast.answered(), "bob", text=AGREEMENT), "amy", proposal=1)
    ask_one(row.pk, at=cast.tick())
    bob = cast.person("bob").pk
    after.thank(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, to=bob, words="You rang me twice.")
    return row


def meeting(cast: Cast) -> dict[str, Difference]:
    """Return one with meetings that were held, are set and are proposed; and one whose meeting has begun."""
    earlier = Cast(cast.at - timedelta(hours=6))
    row = earlier.joined(earlier.answered())
    held = held_meeting(earlier, row, people=("amy", "bob", "zed"))
    minutes_agreed(earlier, row, written(earlier, row, held))
    dissented(earlier, row, held, by="zed", read=1)
    moved = set_meeting(cast, row)
    changed(cast, row, moved)
    proposed_meeting(cast, row)
    earlier = Cast(cast.at - timedelta(hours=6))
    begun = earlier.raised()
    set_meeting(earlier, begun)
    return {"meeting": row, "nowmeeting": begun}


def known(cast: Cast) -> Difference:
    """Return one whose child was named until Bob gave the council's reference."""
    row = cast.raised(children=(NAMED,))
    references = {(1, Side.RESPONDING): "FH-90210"}
    actions.give_references(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, references=references)
    return row


def passes(cast: Cast) -> dict[str, str]:
    """Return a difference to which somebody was let in, with a pass that was opened and one that was taken back."""
    row, bob, names = cast.raised(), cast.actor("bob"), {}
    for who in (GUEST, GUEST_ENDED, "Third Guest"):
        guest = Guest(who, "Trustee", f"{who.replace(' ', '.').lower()}@harbourkids.example")
        given = actions.give_pass(
            by=bob, at=cast.tick(), difference=row.pk, side=Side.RESPONDING, guest=guest
        )  # fmt: skip
        names[who] = given.made
        if who != "Third Guest":
            bind(given.made, "a browser", at=cast.at)
    actions.take_back_pass(by=bob, at=cast.tick(), difference=row.pk, key=names[GUEST_ENDED].pk)
    token = link(names["Third Guest"].person_id).rstrip("/").rsplit("/", 1)[-1]
    return {"letin": row.reference, "pass": str(names[GUEST].pk), "pass_link": token}


def recorded(cast: Cast) -> Difference:
    """Return one for which Amy recorded what Bob told her by telephone."""
    told = actions.Told("Bob Ferris", "Social worker", ToldBy.TELEPHONE, london_date(cast.at))
    said = {"told": told, "answer": Answer.YES_IF, "words": "Yes, once the doctor has seen him."}
    return cast.do(actions.record_for, cast.raised(), "amy", meanwhile=MEANWHILE, **said)


def nursery() -> UUID:
    """Return the key of Zed's nursery."""
    return Agency.objects.get(name="Little Acorns Nursery").pk


def joined(cast: Cast) -> Difference:
    """Return one that two agencies joined: beside both, with its own view, and on the council's side."""
    row = cast.joined(cast.answered())
    cast.joined(row, by="bob", name="Fairhaven Community Health Trust: School Nursing", side=Side.RESPONDING)
    seen, works, wants = "He asks to stay when it is time to go.", "His grandmother.", "That somebody sees him at home."
    return cast.do(actions.give_view, row, "zed", sees=seen, works=works, wants=wants)


def more_than_two(cast: Cast) -> dict[str, Difference]:
    """Return one that was agreed for some children, two that are linked, and one whose child moved to another area."""
    partly, linked = cast.partly(), cast.raised()
    cast.do(actions.propose, partly, "amy", text="Bob rings Amy on Friday about the youngest.", children=[2])
    actions.link(by=cast.actor("amy"), at=cast.tick(), difference=linked.pk, reference=partly.reference)
    vale = Partnership.objects.exclude(pk=linked.partnership_id).earliest("name")
    moved = actions.child_moved(
        by=cast.actor("amy"), at=cast.tick(), difference=cast.answered().pk, children=[1], on=london_date(cast.at),
        area=vale.pk, new=None,
    )  # fmt: skip
    return {"partly": partly, "linked": linked, "moved": moved}


def advised(cast: Cast) -> Difference:
    """Return one about which Hana advises the school; it is restricted."""
    row = cast.answered()
    row = cast.do(actions.restrict, row, "amy", people=[cast.person("bob").pk], reason="Her aunt works there.")
    agency = Agency.objects.get(name="Fairhaven Community Health Trust").pk
    asks = actions.AdviceSought(Side.RAISING, agency, cast.person("hana").pk, "What does it mean that he sleeps?")
    actions.ask_adviser(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, asks=asks)
    return row


def unhurried(cast: Cast) -> Difference:
    """Return one that Bob answered, and that leaves time for a pause whatever day it is."""
    row = cast.raised(needed_by=london_date(cast.at) + timedelta(days=60))
    return cast.do(actions.respond, row, "bob", answer=Answer.NO_BECAUSE, because=BECAUSE, meanwhile=MEANWHILE)


def by_both(cast: Cast) -> dict[str, Difference]:
    """Return one that Bob asks to pause, one that is paused, and one that may be stepped down."""
    day = london_date(cast.at) + timedelta(days=8)
    asks = {"day": day, "owner": "Bob, who rings the clinic", "reason": "The clinic sees her on Tuesday."}
    asked = cast.do(actions.pause, unhurried(cast), "bob", **asks)
    paused = cast.do(actions.pause, unhurried(cast), "bob", **asks)
    paused = cast.do(actions.agree_to_it, paused, "amy", agrees=True)
    more = unhurried(cast)
    later = next_working_day(london_date(more.due_at or cast.at), calendar_of(time(9), time(17)))
    more = cast.do(actions.lengthen, more, "bob", **{**asks, "day": later})
    more = cast.do(actions.agree_to_it, more, "amy", agrees=True)
    down = cast.do(actions.step_down, cast.at_stage(2), "cath", to_stage=1, reason="Both are back from leave.")
    return {"asked": asked, "paused": paused, "askeddown": down, "more": more}


def beside_the_stages(cast: Cast) -> dict[str, Difference]:
    """Return those under an edition in which more stands beside the stages; it is closed again after them."""
    edition = open_fuller()
    advice = "Say when he last ate, and that you saw it yourself. Then nobody can miss how worried you are."
    looked = cast.do(actions.check, cast.answered(), "sarah", supports=False, advice=advice)
    helped = cast.do(
        actions.side_route, cast.answered(), "amy", route="re-think", strategy=1, reason="We talk past each other."
    )  # fmt: skip
    found = with_numbers(cast) | {"tolook": cast.raised(), "looked": looked, "helped": helped}
    mother = replace(NAMED, own_reference="OAK-F07", initials="M. E.", born="1988", birth_date="1988-03-12")
    found["family"] = cast.raised(subject=Subject.FAMILY_MEMBER, family_member=mother, children=(CHILD,))
    found["theme"] = cast.raised(
        subject=Subject.THEME, theme="Handover on Friday evenings", children=(), needed_by=None, kind=Kind.INFORMATION
    )
    elin = cast.actor("elin")
    editions.retire(by=elin, at=cast.tick(), edition=edition.pk, why="Only these are to be under it.")
    return found


def tried(cast: Cast) -> Difference:
    """Return one at which Amy noted what she had tried outside."""
    talk = actions.Tried(How.TELEPHONE, "Bob Ferris, social worker", london_date(cast.at), "He will look again.")
    return cast.do(actions.note_tried_outside, cast.raised(), "amy", tried=talk)


def ringing(cast: Cast) -> dict[str, str]:
    """Return an area, an agency to ring and one of its numbers; Amy rang one of its line."""
    new = cast.new()
    cath = Post.objects.get(title="Team manager, Assessment Team East")
    actions.log_call(
        by=cast.actor("amy"), at=cast.tick(), partnership=new.partnership, agency=new.responding_agency, line=cath.pk,
        whom="Cath Doyle, Team manager, Assessment Team East", came=CallCame.NO_ANSWER,
    )  # fmt: skip
    number = Contact.objects.filter(partnership=new.partnership).earliest("name")
    return {"area": str(new.partnership), "council": str(new.responding_agency), "number": str(number.pk)}


def on_file(cast: Cast) -> Difference:
    """Return one that both agencies have on their own file, with something new since for the school."""
    row = cast.raised()
    first = Entry.objects.get(subject=row.pk)
    actions.put_on_file(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, up_to=first.pk)
    cast.do(actions.question, row, "amy", words="When did you last see him?")
    newest = Entry.objects.filter(subject=row.pk).latest("number")
    actions.put_on_file(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, up_to=newest.pk)
    return row


def with_a_note(cast: Cast, row: Difference) -> None:
    """Add a note for one's own side, and a question."""
    cast.do(actions.note, row, "amy", words="I asked Judith for an hour on Friday.", own_side=True)
    cast.do(actions.question, row, "amy", words="When did you last see him?")
