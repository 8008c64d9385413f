"""Drafts that pages are looked at with: of differences, of dissent, and for groups that are not listed."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from commonground.differences import actions
from commonground.differences.answers import ELSEWHERE, NEITHER, NOT_KNOWN, Answers
from commonground.differences.answers import UNKNOWN as UNKNOWN_TEAM
from commonground.differences.demonstration.telling import open_fairhaven
from commonground.directory.models import Agency, Partnership
from commonground.directory.queries import NOBODY
from commonground.now import london_date, now
from commonground.procedures.conferences import Further
from commonground.procedures.terms import About, Event, Kind, Subject
from tests.cast import ASK, CHILD, MEANWHILE, NAMED, WORRY, Cast, opened
from tests.editions.fuller import SUBJECTS
from tests.procedures.harbour import fairhaven_with

AGREED = replace(
    CHILD, other_reference="", initials="L. E.", matched_with="Bob Ferris, social worker", matched_on="2026-11-18"
)  # fmt: skip
GROUP_NAMES = ("unlisted", "unasked", "unvouched", "vouching", "answered_vouching", "letting_in")
"""What groups that are not listed are called in addresses."""

DISSENT = Answers(
    danger="no", responding_team=UNKNOWN_TEAM, kind=Kind.CONFERENCE, about=About.DISSENT, worry=WORRY, ask=ASK,
    meanwhile=MEANWHILE, further=Further.REVIEWED,
    conference={
        "late": "I was ill.", "sort": "initial", "chaired_by": NOT_KNOWN, "quorate": "no",
        "why_not_quorate": "No school nurse came.", "decided": "plan", "category": "neglect", "what": "A plan.",
        "decided_by": "chair", "said": "noted", "ground": "category", "grounds": "He is fed.", "whose": "own",
    },
)  # fmt: skip
"""What somebody answers who dissents from what a conference decided."""

GROUP = actions.Group(
    name="Harbour Young Carers", kind="voluntary", area="Eastmere", person="Tess Marlow, project worker",
    phone="01632 960 555", email="tess@harbourcarers.example",
)  # fmt: skip


def drafts(cast: Cast) -> dict[str, str]:
    """Return Amy's draft with every answer, another one to be spoilt, and one of somebody in two areas."""
    new = cast.new()
    answers = Answers(
        danger="not_sure",
        partnership=str(new.partnership),
        raising_agency=str(new.raising_agency),
        responding_agency=str(new.responding_agency),
        responding_team=str(new.responding_team),
        kind=Kind.INJURY,
        children=(CHILD,),
        worry=f"{WORRY} His NHS number is 943 476 5919.",
        ask=ASK,
        needed_by=cast.needed_by.isoformat(),
        meanwhile=MEANWHILE,
    )
    whole = actions.save_draft(by=cast.actor("amy"), at=cast.tick(), draft=None, answers=answers.written())
    judith = cast.person("judith")
    actions.ask_advice(by=cast.actor("amy"), at=cast.tick(), draft=whole.pk, person=judith.pk)
    spoilt = actions.save_draft(by=cast.actor("amy"), at=cast.tick(), draft=None, answers=answers.written())
    without = replace(answers, children=(NAMED, AGREED))
    no_number = actions.save_draft(by=cast.actor("amy"), at=cast.tick(), draft=None, answers=without.written())
    begun = actions.save_draft(by=cast.actor("sian"), at=cast.tick(), draft=None, answers={"danger": "no"})
    keys = {"draft": whole, "spoilt": spoilt, "nonumber": no_number, "begun": begun}
    return {name: str(draft.pk) for name, draft in keys.items()} | groups(cast, answers)


def asking(cast: Cast) -> dict[str, str]:
    """Return a draft and a difference of Sian's in an area whose procedure asks how soon, and since when it counts."""
    text = fairhaven_with(priorities=True, since="conference_held").replace(*SUBJECTS)
    opened(text, cast.at, "Marlow Vale")
    police, council = Agency.objects.get(name="Estuary Police"), Agency.objects.get(name="Marlow Vale Council")
    area = Partnership.objects.get(name="Marlow Vale")
    held = cast.at - timedelta(hours=20)
    new = cast.new(
        partnership=area.pk, raising_agency=police.pk, raising_team=police.teams.get(name="Public Protection Unit").pk,
        responding_agency=council.pk, responding_team=None, priority="urgent", begins=3,
        before={Event.CONFERENCE_HELD: held},
    )  # fmt: skip
    row = actions.raise_difference(by=cast.actor("sian"), at=cast.tick(), new=new)
    answers = Answers(
        danger="no",
        partnership=str(new.partnership),
        raising_agency=str(new.raising_agency),
        raising_team=str(new.raising_team),
        responding_agency=str(new.responding_agency),
        responding_team=UNKNOWN_TEAM,
        kind=Kind.PLAN_DRIFT,
        about=NEITHER,
        children=(CHILD,),
        before={Event.CONFERENCE_HELD.value: held.isoformat()},
        soon="urgent",
        begins="3",
        worry=WORRY,
        ask=ASK,
        needed_by=cast.needed_by.isoformat(),
        meanwhile=MEANWHILE,
    )
    sian = cast.actor("sian")
    more: dict[str, str] = {}
    kept = [actions.save_draft(by=sian, at=cast.tick(), draft=None, answers=answers.written()) for _ in range(2)]
    theme = replace(answers, subject_given=Subject.THEME.value, theme="Handover on Friday evenings", children=())
    family = replace(answers, subject_given=Subject.FAMILY_MEMBER.value, family_member=NAMED, children=())
    for name, one in (("themed", theme), ("mistheme", theme), ("offamily", family), ("misfamily", family)):
        more[name] = str(actions.save_draft(by=sian, at=cast.tick(), draft=None, answers=one.written()).pk)
    return {"straight": row.reference, "asking": str(kept[0].pk), "misasked": str(kept[1].pk)} | more


def conferences(cast: Cast) -> dict[str, str]:
    """Return drafts of a dissent from what a conference decided, and one that is kept on record only."""
    open_fairhaven(now(), "fairhaven-conference")  # whose officers keep it since the day of the cast
    held = cast.at - timedelta(hours=80)
    new = cast.new(
        kind=Kind.CONFERENCE, about=About.DISSENT, conference=DISSENT.dissent, before={Event.CONFERENCE_HELD: held},
        on_record=True, responding_team=None,
    )  # fmt: skip
    row = actions.raise_difference(by=cast.actor("amy"), at=cast.tick(), new=new)
    answers = replace(
        DISSENT, partnership=str(new.partnership), raising_agency=str(new.raising_agency), children=(CHILD,),
        responding_agency=str(new.responding_agency), before={Event.CONFERENCE_HELD.value: held.isoformat()},
        needed_by=(london_date(cast.at) + timedelta(days=7)).isoformat(),
    )  # fmt: skip
    amy = cast.actor("amy")
    elsewhere = replace(answers, about=f"{ELSEWHERE}{About.CONVENING}", kind=Kind.ENQUIRY)
    drafts = {"dissenting": answers, "misdissenting": answers, "elsewhere": elsewhere}
    kept = {
        name: actions.save_draft(by=amy, at=cast.tick(), draft=None, answers=one.written())
        for name, one in drafts.items()
    }
    return {"onrecord": row.reference} | {name: str(draft.pk) for name, draft in kept.items()}


def groups(cast: Cast, answers: Answers) -> dict[str, str]:
    """Return drafts whose group is not listed: one that waits, one not asked about, one that got a no; and the asks."""
    amy, keys, asks = cast.actor("amy"), {}, {}
    for name in ("unlisted", "unasked", "unvouched"):
        draft = actions.save_draft(by=amy, at=cast.tick(), draft=None, answers=answers.not_listed(GROUP).written())
        keys[name] = str(draft.pk)
        if name != "unasked":
            asks[name] = actions.ask_to_vouch(
                by=amy, at=cast.tick(), draft=draft.pk, group=GROUP, partnership=UUID(answers.partnership),
                own_agency=UUID(answers.raising_agency),
            ).pk  # fmt: skip
    no = "Nobody answers that number."
    actions.decline_to_vouch(by=cast.actor("elin"), at=cast.tick(), vouching=asks["unvouched"], reason=no)
    letting_in = uuid4()
    actions.ask_to_be_let_in(
        by=NOBODY, at=cast.tick(), key=letting_in, group=replace(GROUP, name="Quayside Befrienders"), does="Trustee",
        knows_them="Sarah Penrose at Oakfield Primary School", partnership=UUID(answers.partnership),
    )  # fmt: skip
    asks = {"vouching": asks["unlisted"], "answered_vouching": asks["unvouched"], "letting_in": letting_in}
    return keys | {name: str(key) for name, key in asks.items()}
