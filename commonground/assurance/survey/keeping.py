"""Where officers open rounds, give links and read what staff said; leads and scrutineers read it too."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonground.assurance.bars import LEGEND
from commonground.assurance.models import Assessment, Group, Round
from commonground.assurance.returns.queries import assessments_for
from commonground.assurance.survey.actions import end_round, open_round, say_without
from commonground.assurance.survey.forms import RoundForm, WithoutForm
from commonground.assurance.survey.presenting import results_of
from commonground.assurance.survey.queries import areas_read, groups_for, rounds_for, watched
from commonground.assurance.survey.rules import FEWEST, earliest_end
from commonground.assurance.survey.views import actor_of
from commonground.directory.asking import Done, Said, asked, sent
from commonground.directory.models import Partnership
from commonground.editions.forms import today
from commonground.govuk.forms import GovukForm
from commonground.library.pages.addresses import whole
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once

SHOWN = 12
"""Rounds and returns that the desk shows, the newest."""


@require_safe
@allow(Permission.SEE_ASSURANCE)
def desk(request: HttpRequest) -> HttpResponseBase:
    """Show the rounds and returns that somebody may read, and where they can be begun."""
    actor, day = actor_of(request), today()
    rounds: list[Round] = list(rounds_for(actor)[:SHOWN])
    returns: list[Assessment] = list(assessments_for(actor)[:SHOWN])
    context = {
        "open": [one for one in rounds if one.settled_at is None],
        "over": [one for one in rounds if one.settled_at],
        "returns": returns,
        "areas": areas_read(actor),
        "keeps": Permission.KEEP_ASSURANCE in actor.permissions,
        "today": day,
    }
    return render(request, "assurance/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_ASSURANCE)
@once
def new(request: HttpRequest) -> HttpResponseBase:
    """Open a round of the survey."""
    actor = actor_of(request)
    areas = list(Partnership.objects.filter(pk__in=actor.offices).order_by("name", "pk"))
    form = RoundForm(sent(request), areas=areas)

    def do(said: Said) -> Done:
        row = open_round(
            by=actor, at=now(), partnership=form.partnership().pk, opens=said["opens"], closes=said["closes"],
            keys=said["keys"], words=said["words"],
        )  # fmt: skip
        return Done("The survey is set up. Now give its links.", reverse("assurance:round", args=[row.pk]))

    return asked(request, form, do, template="assurance/survey/new.html", around={"fewest": FEWEST})


@require_safe
@allow(Permission.SEE_ASSURANCE)
def one(request: HttpRequest, round_: UUID) -> HttpResponseBase:
    """Show a round: while it is open its links, and once it is over what staff said."""
    row = _found(request, round_)
    groups = groups_for(actor_of(request), row)
    keeps = row.partnership_id in actor_of(request).offices
    context = {
        "round": row,
        "groups": groups,
        "keeps": keeps,
        "links": [(group, whole("survey:by_link", group.token)) for group in groups] if not row.settled_at else (),
        "results": results_of(row, groups, everybody=row.partnership_id in watched(actor_of(request))),
        "legend": LEGEND,
        "fewest": FEWEST,
        "is_open": row.open_on(today()),
        "to_come": row.opens > today(),
    }
    return render(request, "assurance/survey/round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_ASSURANCE)
@once
def without(request: HttpRequest, round_: UUID, group: UUID) -> HttpResponseBase:
    """Say for how many people without an account the link of an agency is."""
    row = _found(request, round_)
    found = Group.objects.select_related("agency").filter(pk=group, round=row).first()
    if found is None or row.partnership_id not in actor_of(request).offices:
        raise Http404
    form = WithoutForm(sent(request), initial={"people": found.without})

    def do(said: Said) -> Done:
        say_without(by=actor_of(request), round_=row.pk, group=found.pk, people=said["people"])
        return Done(f"The number for {found.agency} is kept.", reverse("assurance:round", args=[row.pk]))

    around = {"round": row, "group": found, "link": whole("survey:by_link", found.token)}
    return asked(request, form, do, template="assurance/survey/without.html", around=around)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_ASSURANCE)
@once
def end(request: HttpRequest, round_: UUID) -> HttpResponseBase:
    """End a round early, or withdraw one that has not begun."""
    row = _found(request, round_)
    if row.partnership_id not in actor_of(request).offices:
        raise Http404

    def do(_: Said) -> Done:
        if end_round(by=actor_of(request), at=now(), round_=row.pk) is None:
            return Done("The survey is withdrawn. Nobody was asked.", reverse("assurance:desk"))
        return Done("The survey ends earlier now.", reverse("assurance:round", args=[row.pk]))

    around = {"round": row, "to_come": row.opens > today(), "closes": earliest_end(row.opens, today())}
    return asked(request, GovukForm(sent(request)), do, template="assurance/survey/end.html", around=around)


def _found(request: HttpRequest, round_: UUID) -> Round:
    """Return a round that somebody may read; raises Http404 for all others."""
    row = rounds_for(actor_of(request)).filter(pk=round_).first()
    if row is None:
        raise Http404
    return row
