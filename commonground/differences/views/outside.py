"""The way in for a group without any account, open before any signing in: ring, print, and ask to be let in.

What is written to be printed is kept nowhere. Whoever asks to be let in gets the same answer, whoever they are.
"""

from allauth.core import ratelimit
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonground.differences import actions, ringing
from commonground.differences.answers import DANGER
from commonground.differences.forms.outside import AskInForm, PrepareForm
from commonground.differences.prepared import Prepared
from commonground.differences.views.finding import actor_of
from commonground.differences.views.vouching import to_print
from commonground.differences.when import lasting_day
from commonground.directory.models import Partnership
from commonground.govuk.forms import GovukForm
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.terms import Kind
from commonground.record import submissions

TEMPLATES = "differences/outside"
NOT_UNDERSTOOD, TOO_OFTEN = 422, 429
OFTEN = "too_often"
WAIT = "This was sent many times from where you are. Wait an hour, or ring one of the numbers"


@require_safe
@allow(Permission.OPEN)
def not_listed(request: HttpRequest) -> HttpResponse:
    """Say whom to ring now, and what a group that is not listed can do."""
    areas = _areas()
    named = [one for one in areas if str(one.pk) == request.GET.get("area")]
    here = reverse("starting:not_listed")
    context = {
        "areas": ringing.areas(named or areas, now()),
        "several": len(named or areas) > 1,
        "choices": [(one, f"{here}?area={one.pk}", one in named) for one in areas] if len(areas) > 1 else [],
    }
    return render(request, f"{TEMPLATES}/not_listed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.OPEN)
def prepare(request: HttpRequest) -> HttpResponse:
    """Ask for the six answers (GET), or give them as a PDF to print (POST). Nothing of them is kept."""
    at = now()
    form = PrepareForm(request.POST if request.method == "POST" else None, areas=_areas(), today=london_date(at))
    if request.method == "POST" and form.is_valid() and _not_too_often(request, form, "prepare"):
        return to_print(_prepared(form), form.area(), at=at)
    return render(request, f"{TEMPLATES}/prepare.html", {"form": form}, status=_status(form))


def _prepared(form: PrepareForm) -> Prepared:
    said = form.cleaned_data
    return Prepared(
        writer=f"{said['writer']}, {said['group']}",
        reach=", ".join(part for part in (said["phone"], said["email"]) if part),
        other=said["other"],
        other_reach="",
        about=Kind(said["kind"]).label,
        danger=DANGER[said["danger"]],
        children=(form.child().words("Known to you as", f"Known to {said['group']} as"),),
        worry=said["worry"],
        ask=said["ask"],
        needed_by=lasting_day(said["needed_by"]),
        tried="",
        meanwhile=form.safe_meanwhile(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.OPEN)
def ask_in(request: HttpRequest) -> HttpResponse:
    """Ask who wants to be let in (GET), and leave it for the officers of that area (POST), once for each form."""
    at = now()
    form = AskInForm(request.POST if request.method == "POST" else None, areas=_areas(), today=london_date(at))
    if request.method == "POST":
        key = submissions.read(request.POST.get(submissions.FIELD))
        if form.is_valid() and _not_too_often(request, form, "ask_in", form.cleaned_data["email"].casefold()):
            actions.ask_to_be_let_in(
                by=actor_of(request), at=at, key=key, group=form.group_named(), does=form.cleaned_data["does"],
                knows_them=form.cleaned_data["knows_them"], partnership=form.area().pk,
            )  # fmt: skip
            return redirect("starting:asked_in")
    return render(request, f"{TEMPLATES}/ask_in.html", {"form": form}, status=_status(form))


@require_safe
@allow(Permission.OPEN)
def asked_in(request: HttpRequest) -> HttpResponse:
    """Say what happens next: the same to everybody."""
    return render(request, f"{TEMPLATES}/asked_in.html", {"areas": ringing.areas(_areas(), now())})


def _areas() -> list[Partnership]:
    return list(Partnership.objects.order_by("name"))


def _not_too_often(request: HttpRequest, form: GovukForm, what: str, key: str = "") -> bool:
    """Say whether this may be done once more from there; else the form says so, and keeps what was typed."""
    if ratelimit.consume(request, action=what, key=key):
        return True
    form.add_error(None, ValidationError(WAIT, code=OFTEN))
    return False


def _status(form: GovukForm) -> int:
    if form.has_error(NON_FIELD_ERRORS, OFTEN):
        return TOO_OFTEN
    return NOT_UNDERSTOOD if form.errors else 200
