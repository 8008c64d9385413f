"""One difference in each state, with a canary in every text field, all made through the actions.

A canary reads ``CN-<state>-<what>``; whoever may not see a state may not meet any of its canaries, anywhere.
"""

from datetime import time, timedelta
from typing import Any

from commonground.differences import actions
from commonground.differences.adults.words import Checked, Met, Said, There
from commonground.differences.after.sweeping import ask_one
from commonground.differences.child_day import actions as child_day
from commonground.differences.child_day.words import Answer as Answered
from commonground.differences.injury.actions import note_referral
from commonground.differences.sheets import actions as sheets
from commonground.differences.thresholds import actions as chart
from commonground.differences.timeline.words import Event
from commonground.directory.actions import add_person, end_holding, hold
from commonground.directory.demonstration import member
from commonground.directory.models import Agency, Holding, Person, Post, Team
from commonground.editions.queries import calendar_of
from commonground.library.day.shape import AnswerSource, DayType, Tells
from commonground.now import london_date, now
from commonground.procedures.sheets import Tool
from commonground.procedures.terms import Answer, How, Side, Subject, ToldBy, TooClose
from commonground.procedures.worktime import next_working_day
from commonground.record.models import Entry
from tests.access.expectations import LOOKED_AT, MEETS, SOUGHT_IN, UNDERTAKEN
from tests.access.world import MORE, World, slug
from tests.cast import seed
from tests.editions.fuller import open_fuller


def build() -> World:
    """Build the organisations and every state; runs as owner, in the test's transaction."""
    at = now() - timedelta(minutes=30)
    seed(at)
    world = World(at)
    for name in ("amy", "bob", "cath", "dev", "elin", "sol", "zed", "sarah", "judith", "hana", "gwen"):
        world.people[name] = member(name)
    for name, full in MORE.items():
        world.people[name] = Person.objects.get(name=full)
    newcomers(world)
    states(world)
    gone(world)
    return world


def understood(world: World) -> None:
    """Have Bob share what his side sees and say back how he understands hers, and Amy write hers for herself.

    Of another there is a line on the lists of what is agreed and not agreed.
    """
    state, text = "answered no", "CN-stage2-line"
    actions.put_point(by=world.actor("sarah"), at=world.at, difference=world.rows["stage 2"].pk, text=text)
    for by, what in (("bob", "view"), ("amy", "amys-draft")):
        said = actions.Seen(answers={"want": f"CN-{slug(state)}-{what}"})
        told: dict[str, Any] = {"at": world.at, "difference": world.rows[state].pk, "seen": said}
        if by == "bob":
            actions.share_view(by=world.actor(by), **told)
            child_day.share_day(version=2, **told_of_day(world, state, by, f"CN-{slug(state)}-day"))
            told_of_an_adult(world, state, by, f"CN-{slug(state)}-adult", share=True)
            told_of_an_event(world, state, by, f"CN-{slug(state)}-event")
            referral: dict[str, Any] = {
                "when": world.at,
                "whom": f"CN-{slug(state)}-took",
                "said": f"CN-{slug(state)}-next",
            }
            note_referral(by=world.actor(by), at=world.at, difference=told["difference"], **referral)
            words = f"CN-{slug(state)}-saidback"
            actions.say_back(by=world.actor(by), at=world.at, difference=told["difference"], words=words)
        else:
            actions.save_view(by=world.actor(by), version=0, **told)


def newcomers(world: World) -> None:
    """Give Amy a colleague, and two who will leave and move, each in a post of their own."""
    teacher = Post.objects.get(title="Teacher, year 2")
    began = london_date(world.at) - timedelta(days=400)
    for name in ("ivy", "leaver", "mover"):
        post = Post.objects.create(
            agency=teacher.agency, role=teacher.role, title=f"Teacher {name}", starts=began, ends=None
        )
        person = add_person(name=name.title(), email=f"{name}@oakfield.example", title="Teacher", by=None, at=world.at)
        hold(person=person, post=post, starts=began, by=None, at=world.at)
        world.people[name] = person


def states(world: World) -> None:
    """Make the difference of each state."""
    do = world.do
    world.raised("raised")
    world.answered("answered no")
    said = "CN-answeredno-tried"
    assert said.startswith(f"CN-{slug('answered no')}-")
    talk = actions.Tried(How.TELEPHONE, said, london_date(world.at), said)
    do(actions.note_tried_outside, "answered no", "amy", tried=talk)
    world.raised("recorded for")
    told = actions.Told("CN-recordedfor-whom", "CN-recordedfor-title", ToldBy.LETTER, london_date(world.at))
    do(actions.record_for, "recorded for", "amy", told=told, answer=Answer.YES, words="…", meanwhile="…")
    world.let_in("let in", "guest", "guest_ended")
    told = actions.Told("CN-letin-whom", "CN-letin-title", ToldBy.LETTER, london_date(world.at))
    do(actions.record_for, "let in", "amy", told=told, answer=Answer.YES, words="…", meanwhile="…")
    do(actions.propose, "let in", "amy", text="…")
    world.let_in("let in elsewhere", "guest_elsewhere")
    world.raised("withdrawn")
    do(actions.withdraw, "withdrawn", "amy", why="settled", words="…")
    world.climbed("stage 2", "amy")
    world.climbed("proposed at stage 2", "amy")
    do(actions.propose, "proposed at stage 2", "cath", text="…")
    world.climbed("resolved", "amy")
    do(actions.propose, "resolved", "cath", text="…")
    do(actions.sign, "resolved", "sarah", proposal=1)
    world.climbed("redirected", "amy")
    do(actions.redirect, "redirected", "elin", to="…", reason="…", meanwhile="…")
    world.climbed("stage 3", "amy", "sarah")
    world.answered("skipped to stage 3")
    do(actions.skip, "skipped to stage 3", "amy", need="…", to_stage=3)
    world.climbed("stage 4", "amy", "sarah", "judith")
    world.climbed("not resolved", "amy", "sarah", "judith")
    do(actions.record_not_resolved, "not resolved", "angela", statement="…", meanwhile="…")
    world.raised("passed on")
    do(actions.pass_on, "passed on", "bob", person=world.people["imran"].pk, team=None, reason="…")
    for more in (
        understood, siblings, linked, fearful, restricted, joined, advised, drafts, undertakings, asked_after,
        meetings,
    ):  # fmt: skip
        more(world)
    looked_at(world)
    given_time(world)
    world.raised("raised by the leaver", by="leaver")
    world.raised("raised by the mover", by="mover")
    world.raised("next door", by="ellie", to="Children’s Front Door", known=None)
    do(actions.escalate, "next door", "ellie", reason="…", tried="…", ask="…", meanwhile="…")
    for more in (on_the_chart, beside_the_stages):
        more(world)


def given_time(world: World) -> None:
    """Make those that pause or were asked to, and one that was given more time."""
    do = world.do
    for state in ("asked to pause", "paused"):
        world.climbed(state, "amy")
        day = london_date(world.at) + timedelta(days=8)
        do(actions.pause, state, "cath", day=day, owner="…", reason="…")
    do(actions.agree_to_it, "paused", "sarah", agrees=True, reason="…")
    world.climbed("given more time", "amy")
    due = world.rows["given more time"].due_at or world.at
    day = next_working_day(london_date(due), calendar_of(time(9), time(17)))
    do(actions.lengthen, "given more time", "cath", day=day, owner="…", reason="…")
    do(actions.agree_to_it, "given more time", "sarah", agrees=True, reason="…")


def on_the_chart(world: World) -> None:
    """Make one in which Amy's side has placed on the threshold chart what the other side may not read yet."""
    state = "placed on the chart"
    world.raised(state)
    row, amy, own = world.rows[state], world.actor("amy"), f"CN-{slug(state)}-own-raising"
    chart.begin(by=amy, at=world.at, difference=row.pk, area=row.partnership_id)
    chosen = chart.Chosen("Comes hungry most days", own, own)
    chart.choose(by=amy, at=world.at, difference=row.pk, version=1, box=(3, "child"), chosen=[chosen])
    chart.place(by=amy, at=world.at, difference=row.pk, version=2, would_change=own)
    told_of_day(world, state, "amy", own)
    told_of_an_adult(world, state, "amy", own)


def told_of_day(world: World, state: str, by: str, words: str) -> dict[str, Any]:
    """Have somebody begin a school day of the child for their side, and say this of its first part."""
    known: dict[str, Any] = {"difference": world.rows[state].pk, "child": 1, "day_type": DayType.SCHOOL_OR_WORK}
    known |= {"by": world.actor(by), "at": world.at}
    child_day.begin_day(age="primary", **known)
    answer = Answered("Getting up", words, AnswerSource.CHILD, Tells.WORRY, words, "07:00")
    child_day.say_of_part(version=1, part="Getting up", answer=answer, **known)
    return known


def told_of_an_adult(world: World, state: str, by: str, words: str, *, share: bool = False) -> None:
    """Have somebody say of the child's grandparent what their side knows, and share it."""
    known: dict[str, Any] = {"difference": world.rows[state].pk, "tool": Tool.ADULTS, "child": 1}
    known |= {"by": world.actor(by), "at": world.at}
    line = Said("Grandparent", There.YES, words, words, Met.NOT_MET, None, Checked.TOLD, words)
    sheets.keep_line(version=0, key=line.role, line=line.kept(), **known)
    if share:
        sheets.share_sheet(version=1, **known)


def told_of_an_event(world: World, state: str, by: str, words: str) -> None:
    """Have somebody share an event of their side for the joint chronology."""
    known: dict[str, Any] = {"difference": world.rows[state].pk, "tool": Tool.TIMELINE, "child": 1}
    known |= {"by": world.actor(by), "at": world.at}
    line = Event("e1", london_date(world.at), words, AnswerSource.RECORD, words, words)
    sheets.keep_line(version=0, key=line.key, line=line.kept(), **known)
    sheets.share_sheet(version=1, **known)


def beside_the_stages(world: World) -> None:
    """Make those under an edition in which more stands beside the stages: a look of the raiser's own side."""
    open_fuller()
    for state in ("to be looked at", "looked at"):
        world.raised(state)
    world.raised("helped to talk")
    world.raised("about a family member", subject=Subject.FAMILY_MEMBER)
    world.raised("about a theme", subject=Subject.THEME)
    world.do(actions.side_route, "helped to talk", "amy", route="re-think", strategy=1, reason="…")
    world.do(actions.check, "looked at", "sarah", supports=False, advice="CN-lookedat-own-raising")


def restricted(world: World) -> None:
    """Make those that Amy restricted to Bob and herself, one of them escalated since."""
    for state in ("restricted", "restricted at stage 2"):
        world.answered(state)
        world.do(actions.restrict, state, "amy", people=[world.people["bob"].pk], reason="…")
    world.do(actions.escalate, "restricted at stage 2", "amy", reason="…", tried="…", ask="…", meanwhile="…")


def siblings(world: World) -> None:
    """Make one that was agreed for one of two children."""
    world.raised("agreed for one of two", children=2)
    world.do(actions.propose, "agreed for one of two", "bob", text="…", children=[2])
    world.do(actions.sign, "agreed for one of two", "amy", proposal=1)


def linked(world: World) -> None:
    """Make two that Amy linked, of which Bob sees the first and Imran the second."""
    for state in ("linked", "linked, of another team"):
        world.raised(state)
    world.do(actions.pass_on, "linked, of another team", "bob", person=world.people["imran"].pk, team=None, reason="…")
    row, other = world.rows["linked"], world.rows["linked, of another team"]
    actions.link(by=world.actor("amy"), at=world.at, difference=row.pk, reference=other.reference)


def joined(world: World) -> None:
    """Make the differences that a nursery was asked to stand beside; one it left again."""
    do, nursery = world.do, Agency.objects.get(name="Little Acorns Nursery")
    for state in ("joined", "joined at stage 2", "left again"):
        world.answered(state)
        do(actions.join, state, "amy", agency=nursery.pk, team=None, side=None, reason="…")
        do(actions.give_view, state, "zed", sees="…", works="…", wants="…")
    do(actions.escalate, "joined at stage 2", "amy", reason="…", tried="…", ask="…", meanwhile="…")
    takes = {nursery.pk: "CN-joinedatstage2-action"}
    do(actions.propose, "joined at stage 2", "cath", text="…", takes_on=takes)
    do(actions.step_aside, "left again", "zed", reason="…")
    police, school = Agency.objects.get(name="Estuary Police"), Agency.objects.get(name="Castle Hill School")
    world.agencies = {"any": police.pk, "last": school.pk}  # of both partnerships; and one that does not facilitate
    world.teams = {team.agency_id: team.pk for team in Team.objects.order_by("-name")}


def advised(world: World) -> None:
    """Make the one about which Hana advises the school; a colleague of Amy's did so until she ended it."""
    world.answered("advised")
    row, amy = world.rows["advised"], world.actor("amy")
    for name in ("ivy", "hana"):
        held = Holding.objects.filter(person=world.people[name]).select_related("post").first()
        assert held is not None
        asks = actions.AdviceSought(
            Side.RAISING, held.post.agency_id, world.people[name].pk, f"CN-advised-reason-{name}"
        )  # fmt: skip
        world.at += timedelta(seconds=1)
        world.advice[name] = actions.ask_adviser(by=amy, at=world.at, difference=row.pk, asks=asks).pk
    actions.end_advice(by=amy, at=world.at, difference=row.pk, seat=world.advice["ivy"])
    world.do(actions.note, "advised", "hana", words="CN-advised-own-raising", own_side=True)


def looked_at(world: World) -> None:
    """Make the one at which Ros is asked to look with fresh eyes, a note of each side in it; have somebody sought."""
    world.answered(LOOKED_AT)
    health = Holding.objects.filter(person=world.people["ros"]).values_list("post__agency", flat=True)[0]
    asked = actions.LookAsked(f"CN-{slug(LOOKED_AT)}-what", london_date(world.at), health, world.people["ros"].pk)
    world.at += timedelta(seconds=1)
    row = world.rows[LOOKED_AT].pk
    actions.ask_fresh_eyes(by=world.actor("amy"), at=world.at, difference=row, asked=asked)
    sought = actions.LookAsked(f"CN-{slug(SOUGHT_IN)}-what", london_date(world.at))
    actions.ask_fresh_eyes(by=world.actor("amy"), at=world.at, difference=world.rows[SOUGHT_IN].pk, asked=sought)


def asked_after(world: World) -> None:
    """Have both sides asked what has changed, of one that has ended."""
    ask_one(world.rows["resolved"].pk, at=world.at)


def undertakings(world: World) -> None:
    """Put an action of Bob's on the lists of a few."""
    for state in UNDERTAKEN:
        row, name = world.rows[state], slug(state)
        council = row.responding_agency_id
        new = actions.NewAction(
            f"CN-{name}-action", f"CN-{name}-donewhen", f"{council}.{world.people['bob'].pk}", london_date(world.at)
        )  # fmt: skip
        world.at += timedelta(seconds=1)
        actions.note_action(by=world.actor("amy"), at=world.at, difference=row.pk, new=new)


def meetings(world: World) -> None:
    """Have Amy and Bob meet about a few, with minutes and dissent, and be asked to meet again."""
    bob = world.actor("bob")
    both = [str(world.people[name].pk) for name in ("amy", "bob")]
    for state in MEETS:
        row, name = world.rows[state].pk, slug(state)
        began = world.at
        for hours in (1, 24):
            starts = began + timedelta(seconds=hours if hours == 1 else hours * 3600)
            times = [(starts, starts + timedelta(hours=1))]
            new = actions.NewMeeting(times, f"CN-{name}-place", f"CN-{name}-about", both)
            meeting = actions.propose_meeting(by=bob, at=began, difference=row, new=new)
            world.times[state] = meeting.times[0][0]
        starts = began + timedelta(seconds=1)
        actions.choose_time(by=bob, at=began, difference=row, number=1, starts=starts)
        world.at += timedelta(seconds=2)
        there = actions.Attendance(both, f"CN-{name}-apologies", f"CN-{name}-others", read_out=True)
        actions.hold_meeting(by=bob, at=world.at, difference=row, number=1, there=there)
        decided = actions.Decided(f"CN-{name}-whodecided", f"CN-{name}-decision", f"CN-{name}-reasons")
        actions.write_minutes(by=bob, at=world.at, difference=row, number=1, read=0, decided=decided)
        actions.dissent(
            by=world.actor("amy"), at=world.at, difference=row, number=1, read=1, words=f"CN-{name}-dissent"
        )


def drafts(world: World) -> None:
    """Make the drafts, one shown to a colleague for advice."""
    for name in ("amy", "hana"):
        draft = actions.save_draft(
            by=world.actor(name), at=world.at, draft=None, answers={"worry": f"CN-draft{name}-worry"}
        )
        world.drafts[name] = draft.pk
    ivy = world.people["ivy"].pk
    actions.ask_advice(by=world.actor("amy"), at=world.at, draft=world.drafts["amy"], person=ivy)


def fearful(world: World) -> None:
    """Make those in which words are hidden, and in which somebody takes no part."""
    do = world.do
    for state in ("put in by mistake", "masked", "masked own note"):
        world.raised(state)
        what = "note" if state == "put in by mistake" else "hidden"
        do(actions.note, state, "amy", words=f"CN-{slug(state)}-{what}-amy", own_side=state == "masked own note")
        world.notes[state] = Entry.objects.filter(subject=world.rows[state].pk).latest("number").pk
        if what == "hidden":
            key = world.rows[state].pk
            actions.mask(
                by=world.actor("amy"), at=world.at, difference=key, entry=world.notes[state],
                reason=f"CN-{slug(state)}-{'own-raising' if state == 'masked own note' else 'why'}",
            )  # fmt: skip
    world.raised("her manager shares it", too_close="sarah")
    world.raised("her manager shares it, at stage 2", too_close="sarah")
    do(actions.escalate, "her manager shares it, at stage 2", "amy", reason="…", tried="…", ask="…", meanwhile="…")
    world.raised("the one who answers has an interest")
    actions.declare_interest(
        by=world.actor("bob"), at=world.at, difference=world.rows["the one who answers has an interest"].pk,
        person=world.people["bob"].pk, why=TooClose.PERSONAL,
    )  # fmt: skip


def gone(world: World) -> None:
    """End the leaver's post and the mover's as of yesterday; a nursery took the mover on today."""
    today = london_date(now())
    yesterday = today - timedelta(days=1)
    for name in ("leaver", "mover"):
        held = Holding.objects.get(person=world.people[name])
        end_holding(holding=held, last_day=yesterday, by=None, at=world.at)
    nursery = Post.objects.get(title="Key worker").agency
    post = Post.objects.create(agency=nursery, role="practitioner", title="Second key worker", starts=today)
    hold(person=world.people["mover"], post=post, starts=today, by=None, at=world.at)
