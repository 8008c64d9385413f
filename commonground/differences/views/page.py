"""The page of a difference, and its parts: the whole record, who has looked. Each look is recorded."""

from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonground.differences import (
    actions,
    agreements,
    beginning,
    beside_stages,
    chronology,
    first_read,
    joined_views,
    presenting,
    queries,
    reading,
    record_lines,
    ringing,
    standing,
)
from commonground.differences.actions import conference
from commonground.differences.actions.masking import written_by
from commonground.differences.after.presenting import on_page
from commonground.differences.besides import Besides
from commonground.differences.besides import besides as beside_it
from commonground.differences.changes_of_mind import last_change
from commonground.differences.child_day.queries import any_shared
from commonground.differences.differing import presenting as differing
from commonground.differences.differing.queries import points as points_of
from commonground.differences.differing.queries import side_of_lists
from commonground.differences.following import not_followed
from commonground.differences.fresh_eyes import queries as fresh_eyes
from commonground.differences.meetings.queries import in_short
from commonground.differences.models import Difference, page_url
from commonground.differences.numbers.reading import any_given
from commonground.differences.saying_back import presenting as saying_back
from commonground.differences.saying_back.queries import WITH_THE_REPLY, said_back, to_read_first
from commonground.differences.side_views import presenting as side_views
from commonground.differences.side_views.queries import left_over, shared
from commonground.differences.thresholds.reading import any_placed
from commonground.differences.views.finding import actor_of, met
from commonground.differences.when import day_words, moment_words, short_moment
from commonground.directory.people.promises import promised
from commonground.directory.queries import Actor
from commonground.directory.voices import voice_of
from commonground.govuk.dates import in_words
from commonground.library.at_hand import AsTool, tools
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures import masking
from commonground.procedures.child_day import has_days
from commonground.procedures.differing import Listed
from commonground.procedures.injury import refers_first
from commonground.procedures.linking import linking_refusal
from commonground.procedures.meetings import of_who_meets
from commonground.procedures.minds import GOOD_PRACTICE
from commonground.procedures.moving import moving_refusal
from commonground.procedures.sheets import has_sheets
from commonground.procedures.side_views import view_refusal
from commonground.procedures.steps import of_a_side
from commonground.procedures.terms import Act, End, Kind, Side, Subject
from commonground.procedures.thresholds import by_level
from commonground.record.models import Look

ENDED = {
    End.RESOLVED: "Both sides signed an agreement on {when}, so this difference is resolved.",
    End.WITHDRAWN: "The person who raised it withdrew it on {when}.",
    End.REDIRECTED: "It ended here on {when}, because it belongs somewhere else. The record says where.",
    End.KEPT_ON_RECORD: "It was kept on record only, on {when}. Nobody is asked to answer it.",
    End.NOT_RESOLVED: "It was recorded as not resolved on {when}. Both views are kept below.",
}
ALWAYS = ("on_one_page", "record", "for_our_file", "looks")
"""What every page of a difference leads to."""

LATEST = 10
ENTRIES_A_PAGE = 50
LOOKS_A_PAGE = 50


@require_safe
@allow(Permission.TAKE_PART)
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a difference: what it is, where it stands and by when, what one can do, both sides, the record."""
    at, actor = now(), actor_of(request)
    here = met(request, reference)
    row, situation = here.difference, here.situation
    written = reading.written(here)
    entries, older = reading.record(here, newest=LATEST)
    offers, refused = presenting.offers(here, written.views, at) if situation.open else ((), ())
    reopen, who_reopens = presenting.reopening(here) if situation.end else (None, "")
    present = reading.present(here.seats, london_date(at))
    said = said_back(row.pk) if row.say_backs else ()
    read_first, part = to_read_first(here, actor, said, written.views), "page"
    if read_first and request.GET.get("reply") == "shown":
        read_first, part = None, WITH_THE_REPLY
    actions.looked(by=actor, at=at, difference=row, part=part, seats=list(here.seats))
    besides = beside_it(actor, here, at)
    main_clock, other_clocks = standing.clocks(written.clocks, situation, at, besides.closed)
    own_look = beside_stages.own_look(here, written.clocks, reading.checked(here), present, at)
    points = points_of(row.pk) if row.lines else ()
    works = side_of_lists(here)
    sees = side_views.both_views(row, shared(row.pk), at) if row.side_views else None
    rows = (
        *saying_back.rows(presenting.two_sides(row, written.views, at), said, read_first, at),
        *(sees.first if sees else ()),
    )
    agreed = agreements.agreements(
        here, written, at, besides.still_seen, not_followed(here, written.proposals, written.signatures)
    )
    first = saying_back.read_first(read_first) or next((offer for offer in offers if offer.main), None)
    eyes = fresh_eyes.listed(actor, here, at) if besides.fresh_eyes else []
    by_when = main_clock.due if main_clock and main_clock.state == "running" and not read_first else ""
    context = {
        **heading(row, at),
        "addresses": {name: page_url(row.reference, name) for name in ALWAYS},
        "own_look": own_look,
        "only_told": here.only_told,
        "conference": _conference(here),
        "helps": beside_stages.helps(here, present, at),
        "next_by": own_look.by_when if first and first.act == Act.CHECK and own_look else by_when,
        "ended": ending(row, at),
        "goes_on": conference.GOES_ON,
        "refer_first": refers_first(situation, Kind(row.kind)) and not besides.referred and not actor.let_in,
        "kept_safe_by": besides.kept_safe.words(at) if besides.kept_safe else "",
        "after": on_page(here, actor),
        "reopen": reopen,
        "who_reopens": who_reopens,
        "about_time": beside_stages.about_time(here, reading.about_time(here), at),
        "stages": standing.stages(situation, at),
        "clock": main_clock,
        "other_clocks": other_clocks,
        "closed": besides.closed,
        "soon": beginning.in_words(situation),
        "under": beginning.under(
            row.partnership.name,
            row.children_count,
            subject=situation.subject,
            number=row.edition.number,
            moved=bool(row.contacts_of_id),
            about=situation.about,
        ),
        "stage": situation.procedure.stage(situation.stage),
        "offers": saying_back.offers(offers, read_first),
        "next": first,
        "to_say": saying_back.to_say(here, said, read_first, at),
        "turn": row.name_of(situation.turn) if situation.turn else "",
        "refused": refused,
        "rows": rows,
        "sides_first": first_read.sides_first(here),
        "jumps": first_read.jumps(here, rows, agreed),
        "to_choose": besides.to_choose,
        "condition_met": "" if read_first else first_read.condition_met(here, offers, written.views),
        "said": presenting.everything_said(row, saying_back.opened(written.views, read_first), at)
        if len(written.views) > len(Side)
        else (),
        "sees": sees,
        "lists": differing.lists(row, points, None) if points else (),
        "not_agreed": sum(one.listed is Listed.NOT_AGREED for one in points),
        "works": bool(works),
        "say_where": differing.waiting(points, works),
        "changed": last_change(saying_back.opened(written.views, read_first), at),
        "good_practice": GOOD_PRACTICE,
        "steps": _steps(actor, here, besides, lists=bool(works and not points)),
        "fresh_eyes": eyes,
        "nobody_looks": not any(one.given or one.waits for one in eyes),
        "looks": next((one for one in eyes if one.mine), None),
        "own_views": joined_views.own_views(here.seats, reading.own_views(here), at),
        "agreements": agreed,
        "children": agreements.children(row, situation, at),
        "groups": presenting.people(row, here.seats, present, actor.person.pk if actor.person else None),
        "lines": saying_back.lines(record_lines.lines(entries, at), entries, read_first),
        "older": older,
        "unheard": besides.unheard,
        "ring": besides.unheard.text.words["Whom to ring"] if besides.unheard else "",
        "lookers": besides.lookers,
        "links": besides.links,
        "meetings": in_short(here, at) if besides.meets else None,
        "undertaken": besides.undertaken,
        "undertaken_past": besides.undertaken_past,
        "besides": _besides(actor, here),
        "moved_to": ringing.areas([row.contacts_of], at)[0] if row.contacts_of else None,
        "let_in": actor.let_in,
        "advised": row.name_of(here.advised) if here.advised else "",
        "let_in_until": in_words(actor.let_in.last_day) if actor.let_in else "",
        **_promise(here, at),
        "rings": [
            {"ring": one, "when": short_moment(one.at, at), "theirs": one.side not in here.sides}
            for one in besides.rings
        ],
        "masks": [
            {"by": one.by_name, "due": moment_words(one.due_at, at), "entry": one.pk}
            for one in besides.masks
            if not masking.decision_refusal(written_by(one.entry, actor, here.seats), here.standings)
        ],
    }
    return render(request, "differences/page.html", context)


def _conference(here: reading.Standpoint) -> list[tuple[str, str]]:
    """Return what is told of the conference that it is about, each with its label; of most differences nothing."""
    entry = reading.raised(here)
    words = entry.text.words if entry else {}
    told = ("About a conference", *conference.ASKED_ON, "Masked")
    return [(label, words[label]) for label in told if label in words]


def _steps(
    actor: Actor, here: reading.Standpoint, besides: Besides, *, lists: bool
) -> list[tuple[str, str]]:  # fmt: skip
    """Return the steps by which both sides come to understand each other, each with its address; a guest has none.

    Whoever is of no side is led to what both sides gave once it is shown, for which they ask a query each. ``lists``
    is whether these are needed here; where there are meetings or actions the way to them stands beside them.
    """
    if actor.let_in:
        return []
    row, situation, standings = here.difference, here.situation, here.standings
    of_side = of_a_side(standings) is not None or here.own_side is not None
    levels, scale = by_level(Kind(row.kind), situation.subject), situation.procedure.scale is not None
    meets = not besides.meets and of_who_meets(standings) is not None
    eyes = not besides.fresh_eyes and situation.open and of_a_side(standings) is not None
    days = has_days(situation.subject) and (of_side or any_shared(row))

    def offered(one: AsTool) -> bool:
        called = of_side and situation.open and row.kind in one.kinds
        there = not one.about_child or has_sheets(situation.subject)
        return there and (called or one.key in besides.sheets)

    ways = (
        (view_refusal(situation, standings) is None, "Write what our side sees", "our_view"),
        (left_over(actor, here), "Read what you wrote of what our side sees, and did not share", "our_view"),
        (days, "The child’s day, side by side", "childs_days"),
        *((offered(one), one.title, one.key) for one in tools().values()),
        (levels and (of_side or any_placed(row)), "Thresholds side by side", "chart"),
        (scale and (of_side or any_given(row)), "Two numbers", "two_numbers"),
        (lists, "List what you agree on, and what not", "lists"),
        (meets, "Meetings: find a time, and write down what you decide", "meetings"),
        (not besides.undertaken, "Actions: who does what, and by when", "undertaken"),
        (eyes, "Fresh eyes: ask somebody of neither side", "fresh_eyes"),
    )
    return [(label, page_url(row.reference, name)) for needed, label, name in ways if needed]


def _besides(actor: Actor, here: reading.Standpoint) -> list[tuple[str, str]]:
    """Return what can be done besides the acts, each with its address: who else takes part, what belongs to it."""
    in_it = not actor.let_in and not fresh_eyes.looks(here)
    whole = in_it and not here.advised
    ways = (
        (whole, "Let in somebody who has no account", "passes"),
        (whole, "Ask somebody for advice", "advisers"),
        (here.situation.open and in_it, "Somebody is too close to this", "too_close"),
        (moving_refusal(here.situation, here.standings) is None, "The child has moved", "child_moved"),
        (linking_refusal(here.standings) is None, "Link this with another difference", "linked"),
    )
    reference = here.difference.reference
    return [(label, page_url(reference, name)) for there, label, name in ways if there]


def _promise(here: reading.Standpoint, at: datetime) -> dict[str, object]:
    """Return, for the side that raised it, who backs whoever did."""
    row = here.difference
    if Side.RAISING not in here.sides:
        return {}
    return {
        "backed": True,
        "promise": promised(row.raising_agency_id, london_date(at), out=queries.barred(here.seats)),
        "leader": partial(voice_of, row.raising_agency_id, london_date(at)),
        "own_agency": row.raising_agency,
        "office": row.partnership.contact or "its number stands in “How this works”",
    }


@require_safe
@allow(Permission.TAKE_PART)
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the whole record, the newest first, fifty entries a page."""
    at, actor = now(), actor_of(request)
    here = met(request, reference)
    number = page_number(request)
    entries, older = reading.record(here, newest=ENTRIES_A_PAGE, after=(number - 1) * ENTRIES_A_PAGE)
    actions.looked(by=actor, at=at, difference=here.difference, part="record", seats=list(here.seats))
    context = {
        **heading(here.difference, at),
        "lines": record_lines.whole_lines(here, actor, entries, chronology.said_of(entries), at),
        "older": f"?page={number + 1}" if older else "",
        "newer": f"?page={number - 1}" if number > 1 else "",
    }
    return render(request, "differences/record.html", context)


@require_safe
@allow(Permission.TAKE_PART)
def looks(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who has looked, as what, by which relation, when and at what, the newest first."""
    at, actor = now(), actor_of(request)
    here = met(request, reference)
    number = page_number(request)
    actions.looked(by=actor, at=at, difference=here.difference, part="who has looked", seats=list(here.seats))
    first = (number - 1) * LOOKS_A_PAGE
    found = list(
        Look.objects.filter(subject=here.difference.pk).order_by("-at", "id")[first : first + LOOKS_A_PAGE + 1]
    )
    context = {
        **heading(here.difference, at),
        "looks": [
            {
                "who": ", ".join(part for part in (look.person_name, look.title, look.agency) if part),
                "relation": look.relation,
                "when": short_moment(look.at, at),
                "part": look.part,
            }
            for look in found[:LOOKS_A_PAGE]
        ],
        "older": f"?page={number + 1}" if len(found) > LOOKS_A_PAGE else "",
        "newer": f"?page={number - 1}" if number > 1 else "",
    }
    return render(request, "differences/looks.html", context)


def heading(row: Difference, at: datetime) -> dict[str, object]:
    """Return what every page of a difference begins with. The title never says who the child is."""
    child = row.subject == Subject.CHILD
    return {
        "difference": row,
        "show_who": "" if row.subject == Subject.THEME else "Show which child" if child else "Show who it is",
        "who_this_is": "Which child this is about" if child else "Who this is about",
        "raising": row.name_of(Side.RAISING),
        "responding": row.name_of(Side.RESPONDING),
        "raised": day_words(london_date(row.raised_at), london_date(at)),
    }


def ending(row: Difference, at: datetime) -> str:
    """Return how and when a difference ended, in a sentence; nothing while it is open."""
    if row.ended_at is None:
        return ""
    how = ENDED[End(row.end)]
    return how.format(when=moment_words(row.ended_at, at))


def page_number(request: HttpRequest) -> int:
    """Return which page is asked for, from 1; whatever is not a number is the first."""
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < len("10000") else 1
