"""An injury, step by step: danger, the referral, the examination, who decides. No step waits for an answer here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from commonground.differences import actions as acts
from commonground.differences import ringing
from commonground.differences.injury import actions
from commonground.differences.injury.forms import ReferralForm
from commonground.differences.injury.queries import referrals
from commonground.differences.models import Difference
from commonground.differences.reading import Standpoint
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused, taken
from commonground.directory.asking import NOT_UNDERSTOOD, sent
from commonground.directory.models import Partnership
from commonground.library.injury import own_words, path, toolkit
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.injury import referral_refusal
from commonground.procedures.sheets import has_sheets
from commonground.procedures.terms import Subject
from commonground.record.submissions import once

LABEL = "Note that it was referred"
NOTED = "It is noted, and both sides can read it. Go on with what comes next."
EXAMINED = 3
"""The step after the referral."""


@require_safe
@allow(Permission.TAKE_PART)
def injury(request: HttpRequest, reference: str, number: int = 1) -> HttpResponse:
    """Show one step, with whom to ring, what was noted of a referral, and what the area's own page says of it."""
    here = _met(request, reference)
    row, at, steps = here.difference, now(), path()
    if number not in range(1, len(steps) + 1):
        raise Http404
    step, area = steps[number - 1], _area(row)
    own = own_words(area.pk, step, london_date(at)) if step.safety else None
    context = {
        **heading(row, at),
        "step": step,
        "number": number,
        "steps": [(one, _address(row, at_step), at_step) for at_step, one in enumerate(steps, start=1)],
        "to": _address(row, number + 1) if number < len(steps) else "",
        "after": steps[number].title if number < len(steps) else "",
        "areas": ringing.areas([area], at),
        "referrals": referrals(row),
        "several": row.children_count > 1,
        "asks": referral_refusal(here.situation, here.standings) is None,
        "own": own,
        "area": area,
        "page": reverse("library:page", args=[slugify(area.name), toolkit()]),
        "refused_url": f"{reverse('starting:refused')}?area={area.pk}",
    }
    return render(request, "differences/injury/step.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def referred(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask when it was referred and who took it (GET), and note that for both sides (POST)."""
    here = _met(request, reference)
    row, at = here.difference, now()
    form = ReferralForm(sent(request), now=at)
    if sentence := referral_refusal(here.situation, here.standings):
        return refused(request, here, LABEL, sentence, form)
    if request.method == "POST" and form.good(london_date(at)):
        given = form.cleaned_data

        def note() -> object:
            return actions.note_referral(
                by=actor_of(request),
                at=at,
                difference=row.pk,
                when=form.when,
                whom=given["whom"],
                said=given["comes_next"],
            )

        return taken(request, here, LABEL, note, said=NOTED, to=_address(row, EXAMINED), form=form)
    context = {**heading(row, at), "label": LABEL, "form": form, "home": _address(row, EXAMINED - 1)}
    return render(request, "differences/injury/referred.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


def _met(request: HttpRequest, reference: str) -> Standpoint:
    """Return how somebody meets the difference, and record the look; raises Http404 where it is about no child."""
    here = met(request, reference)
    if not has_sheets(Subject(here.difference.subject)):
        raise Http404
    acts.looked(
        by=actor_of(request), at=now(), difference=here.difference, part="an injury, step by step",
        seats=list(here.seats),
    )  # fmt: skip
    return here


def _area(row: Difference) -> Partnership:
    """Return the area whose numbers are rung: where the child is now."""
    return row.contacts_of or row.partnership


def _address(row: Difference, number: int) -> str:
    return reverse("differences:injury_step", args=[row.reference, number])
