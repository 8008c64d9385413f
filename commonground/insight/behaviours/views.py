"""The seven behaviours beside the figures of a quarter or a year, for whoever reads those."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commonground.assurance.bars import LEGEND
from commonground.assurance.survey.presenting import HEADS
from commonground.differences.views.finding import actor_of
from commonground.insight import presenting
from commonground.insight.behaviours.presenting import COUNTED_BEFORE, shown
from commonground.insight.behaviours.queries import leaders_say, staff_say
from commonground.insight.behaviours.words import ORDER, SAYS
from commonground.insight.models import Told
from commonground.insight.views import ready
from commonground.now import london_date, now
from commonground.permissions import Permission, allow


@require_safe
@allow(Permission.SEE_FIGURES)
def behaviours(request: HttpRequest, release: UUID) -> HttpResponse:
    """Show each of the seven with its measure and what staff say, or that it is not measured and why."""
    row, today = ready(request, release), london_date(now())
    told = get_object_or_404(Told.objects.visible_to(actor_of(request)), release=row, agency=None)
    staff = staff_say(row.partnership_id)
    context = {
        "release": row,
        "behaviours": shown(told, leaders_say(row.partnership_id, today), staff),
        "staff": staff,
        "today": today,
        "introduction": presenting.INTRODUCTION,
        "order": ORDER,
        "says": SAYS,
        "counted_before": COUNTED_BEFORE,
        "legend": LEGEND,
        "heads": HEADS,
    }
    return render(request, "insight/behaviours.html", context)
