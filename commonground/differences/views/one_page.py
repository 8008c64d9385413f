"""A difference on one page: what whoever comes to it new reads first, on screen and on paper. Each is a look."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonground.differences import actions, agreements, chronology, one_page, presenting, reading
from commonground.differences.differing.queries import points
from commonground.differences.following import not_followed
from commonground.differences.fresh_eyes.queries import given
from commonground.differences.keeping_safe import worded
from commonground.differences.meetings.decided import decided
from commonground.differences.models import Proposal
from commonground.differences.saying_back.queries import said_back, to_read_first
from commonground.differences.side_views.queries import shared
from commonground.differences.thresholds.reading import placed
from commonground.differences.undertakings import queries
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import ending, heading
from commonground.differences.views.paper import taken_by
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.printing import pdf_response, printed
from commonground.procedures.terms import Act

TEMPLATE = Path(__file__).parents[1] / "templates" / "differences" / "one_page.typ"
FROM_HERE = frozenset({Act.PICK_UP, Act.RESPOND, Act.AGREE_TO_IT, Act.PROPOSE, Act.SIGN, Act.ESCALATE, Act.QUESTION})
"""What can be done from here, one press away; the page of the difference has the rest."""


@dataclass(frozen=True, slots=True)
class Met:
    """What one person reads on the page, as they meet the difference now."""

    here: reading.Standpoint
    written: reading.Written
    page: one_page.OnePage
    agreed: tuple[agreements.Agreement, ...]
    at: datetime


def _met(request: HttpRequest, reference: str, part: str) -> Met:
    """Read it, and record the look; raises Http404 when it is not there or not theirs."""
    at, here = now(), met(request, reference)
    row = here.difference
    actions.looked(by=actor_of(request), at=at, difference=row, part=part, seats=list(here.seats))
    written = reading.written(here)
    proposed = Proposal.objects.of(row).select_related("by").order_by("number") if here.situation.proposals else ()
    said = said_back(row.pk) if row.say_backs else ()
    first = to_read_first(here, actor_of(request), said, written.views)
    seen = shared(row.pk) if row.side_views else ()
    done = queries.listed(actor_of(request), here, london_date(at))
    understood = one_page.Understood(
        said, first, seen, points(row.pk) if row.lines else (), placed(here), decided(row, at),
        sorted(done, key=lambda one: not one.open), worded(row),
        given(row, at),
    )  # fmt: skip
    page = one_page.one_page(here, written, list(proposed), understood, at)
    beside = chronology.still_seen(row) if here.situation.agreements else ()
    unfollowed = not_followed(here, written.proposals, written.signatures)
    return Met(here, written, page, agreements.agreements(here, written, at, beside, unfollowed), at)


@require_safe
@allow(Permission.TAKE_PART)
def on_one_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show it on one page, with what this person can do from here."""
    it = _met(request, reference, "on one page")
    row = it.here.difference
    offers, _ = presenting.offers(it.here, it.written.views, it.at) if it.here.situation.open else ((), ())
    context = {
        **heading(row, it.at),
        "page": it.page,
        "agreements": it.agreed,
        "children": it.page.children,
        "offers": [one for one in offers if one.main or Act(one.act) in FROM_HERE],
        "ended": ending(row, it.at),
        "let_in": actor_of(request).let_in,
    }
    return render(request, "differences/one_page.html", context)


@require_safe
@allow(Permission.TAKE_PART)
def statement_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the same as one page of paper, for a meeting. It holds no side's own notes."""
    it = _met(request, reference, "on one page, as a PDF")
    row = it.here.difference
    who = taken_by(actor_of(request), row, it.here.seats)
    content = one_page.on_paper(it.page, it.agreed, reference=str(row), taken_by=who, at=it.at)
    return pdf_response(printed(TEMPLATE, content, at=it.at), f"statement-of-difference-{row}")
