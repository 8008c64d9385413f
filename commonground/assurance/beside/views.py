"""What agencies say beside what staff say: of the last return, and of the last survey that is over."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonground.assurance.bars import LEGEND
from commonground.assurance.beside.presenting import beside, counted_for
from commonground.assurance.returns.queries import all_stand, assessments_for
from commonground.assurance.survey.presenting import HEADS, results_of
from commonground.assurance.survey.queries import agencies_asked, areas_read, groups_for, led, rounds_for, watched
from commonground.assurance.survey.rules import FEWEST
from commonground.assurance.survey.views import actor_of
from commonground.directory.models import Agency
from commonground.editions.forms import today
from commonground.permissions import Permission, allow


@require_safe
@allow(Permission.SEE_ASSURANCE)
def page(request: HttpRequest, area: UUID) -> HttpResponseBase:
    """Show every theme: all agencies to whoever watches the area, their own beside the partnership to a lead."""
    actor = actor_of(request)
    asked = Agency.objects.filter(pk__in=agencies_asked(area)).order_by("name", "pk")
    agencies = list(asked)
    watches = area in watched(actor)
    read = [one for one in agencies if watches or one.pk in led(actor)]
    found = areas_read(actor).filter(pk=area).first()
    if found is None:
        raise Http404
    round_ = rounds_for(actor).filter(partnership=area, settled_at__isnull=False).first()
    assessment = assessments_for(actor).filter(partnership=area).first()
    results = results_of(round_, groups_for(actor, round_), everybody=watches) if round_ else None
    rows = all_stand(assessment, asked) if assessment else []
    keys = {one.pk for one in read}
    over = assessment is not None and assessment.deadline < today()
    counted = counted_for(rows, keys, watches=watches, over=over)
    context = {
        "area": found,
        "round": round_,
        "assessment": assessment,
        "counted": None if counted is None else len(counted),
        "unknown": len(rows) - len(counted or ()),
        "of": len(rows),
        "themes": beside(
            round_, results, assessment, own=[one for one in rows if one.agency.pk in keys], counted=counted, read=read
        ),
        "people": results.people if results else (),
        "watches": watches,
        "legend": LEGEND,
        "heads": HEADS,
        "fewest": FEWEST,
    }
    return render(request, "assurance/beside/page.html", context)
