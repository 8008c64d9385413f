"""Where staff answer. Nothing here writes a form key, a message or a job: see actions.py."""

from typing import cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commonground.assurance.models import Group
from commonground.assurance.survey.actions import answer
from commonground.assurance.survey.forms import AnswerForm
from commonground.assurance.survey.queries import has_answered, open_groups, waiting
from commonground.assurance.survey.rules import FEWEST
from commonground.directory.actions import RefusedError
from commonground.directory.asking import CONFLICT, NOT_UNDERSTOOD, sent
from commonground.directory.queries import Actor
from commonground.editions.forms import today
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.record import submissions

GONE = 410


@require_safe
@allow(Permission.OWN_ACCOUNT)
def own(request: HttpRequest) -> HttpResponseBase:
    """Show which surveys are open to somebody; the one that waits is asked at once."""
    actor = actor_of(request)
    rounds = waiting(actor, today())
    if len(rounds) == 1:
        return redirect("survey:answer", rounds[0].pk)
    return render(request, "assurance/survey/own.html", {"rounds": rounds})


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.OWN_ACCOUNT)
def answer_own(request: HttpRequest, round_: UUID) -> HttpResponseBase:
    """Ask somebody with an account, and take their answers once."""
    actor = actor_of(request)
    groups = [one for one in open_groups(actor, today()) if one.round_id == round_]
    if not groups or actor.person is None:
        raise Http404
    whose = str(actor.person.pk)
    if has_answered(round_, whose):
        return redirect("survey:thanks")
    form = AnswerForm(sent(request), asked=groups[0].round.themes, groups=groups)
    return _answered(request, form, whose, by_link=False) or redirect("survey:thanks")


@require_safe
@allow(Permission.OWN_ACCOUNT)
def thanks(request: HttpRequest) -> HttpResponseBase:
    """Thank somebody, and say when they can read what came of it. It says nothing of what they answered."""
    return render(request, "assurance/survey/thanks.html", {"fewest": FEWEST})


@require_safe
@allow(Permission.OPEN)
def thanked(request: HttpRequest) -> HttpResponseBase:
    """Thank whoever has used a link. The address names no agency, and no session is read or made."""
    return render(request, "assurance/survey/thanks.html", {"fewest": FEWEST})


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.OPEN)
def by_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask whoever has the link of an agency. No session is read or made; the form’s own key counts once."""
    rows = Group.objects.select_related("round__partnership", "agency")
    group = rows.filter(token=token).first()
    if group is None:
        raise Http404
    if not group.round.open_on(today()):
        return render(request, "assurance/survey/closed.html", {"round": group.round}, status=GONE)
    form = AnswerForm(sent(request), asked=group.round.themes, groups=[group])
    key = f"link {submissions.read(request.POST.get(submissions.FIELD))}" if request.method == "POST" else ""
    return _answered(request, form, key, by_link=True) or redirect("survey:thanked")


def _answered(request: HttpRequest, form: AnswerForm, whose: str, *, by_link: bool) -> HttpResponseBase | None:
    """Take what a form says, and return nothing; or return the page that asks, with what was written."""
    status = 200
    if form.is_bound:
        status = NOT_UNDERSTOOD
        if form.is_valid():
            try:
                answer(
                    at=now(), group=form.group(), whose=whose, by_link=by_link, said=form.said(),
                    words=form.cleaned_data["words"],
                )  # fmt: skip
            except RefusedError as refusal:
                form.add_error(None, ValidationError(str(refusal)))
                status = CONFLICT
            else:
                return None
    group = form.groups[0]
    around = {"form": form, "round": group.round, "group": group, "by_link": by_link, "fewest": FEWEST}
    return render(request, "assurance/survey/answer.html", around, status=status)


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]
