"""The route of a difference: who answers at each stage from here on, for a group with no manager above all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from commonground.differences import actions
from commonground.differences.rungs_ahead import rungs_ahead
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.procedures.steps import of_a_side


@require_safe
@allow(Permission.TAKE_PART)
def route(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the stages that are still to come, and who would answer at each today."""
    here, at = met(request, reference), now()
    row, situation = here.difference, here.situation
    actions.looked(by=actor_of(request), at=at, difference=row, part="who answers next", seats=list(here.seats))
    ahead, notes = rungs_ahead(here, at) if situation.open else ((), ())
    context = {
        **heading(row, at),
        "rungs": ahead,
        "notes": notes,
        "stage": situation.procedure.stage(situation.stage),
        "open": situation.open,
        "area": row.partnership,
        "slug": slugify(row.partnership.name),
        "of_side": of_a_side(here.standings) is not None,
    }
    return render(request, "differences/route.html", context)
