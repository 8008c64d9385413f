"""The pages of what each side sees: writing it, keeping it while one writes, throwing it away, reading both."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.differences import actions, reading
from commonground.differences.models import SideView, SideViewDraft
from commonground.differences.side_views import presenting, queries
from commonground.differences.side_views.forms import SHARE, SideViewForm
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused
from commonground.differences.when import clock_words, short_moment
from commonground.directory.asking import CONFLICT
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.rules import Refused
from commonground.procedures.side_views import view_refusal
from commonground.procedures.steps import of_a_side
from commonground.procedures.terms import Subject
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
LABEL = "What our side sees"
BY_PART = "by-part"
SAVED = "Saved at {time}. Nobody else sees it until you share it."
MEANWHILE = "Somebody of your own side shared what it sees meanwhile: open this page again to read it."
SHARED = "Both sides can read what your side sees now."
ELSEWHERE = (
    "You saved this in another window at {time}. What you wrote here is below, and is not saved yet. Save it to keep "
    "this one in place of the other."
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody who writes: which difference, what they have kept, and what their side shared last."""

    here: reading.Standpoint
    draft: SideViewDraft | None
    last: SideView | None

    def form(self, data: object = None) -> SideViewForm:
        """Return the form, with what is kept, or else what the side shared last."""
        known = self.draft or self.last
        return SideViewForm(
            data,  # type: ignore[arg-type]  # as Django's own
            subject=Subject(self.here.difference.subject),
            facts=known.facts if known else (),
            answers=known.answers if known else {},
            version=self.draft.version if self.draft else 0,
            goes_on_from=self.last.number if self.last else 0,
        )

    @property
    def unread(self) -> SideView | None:
        """What somebody else of their side has shared since they began their draft, and they were not shown."""
        begun = self.draft.goes_on_from if self.draft else None
        return self.last if self.last and begun is not None and begun < self.last.number else None


def desk(request: HttpRequest, reference: str) -> Desk:
    """Return what somebody writes from; raises Http404."""
    here = met(request, reference)
    standing = of_a_side(here.standings)
    row = here.difference
    last = None
    if standing and standing.side and row.side_views:
        last = queries.own_latest(row, queries.shared(row.pk), standing.side)
    return Desk(here, queries.own_draft(actor_of(request), row), last)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def our_view(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask what one's side sees (GET); keep it for oneself or share it with both sides (POST)."""
    at, found = now(), desk(request, reference)
    here = found.here
    form = found.form(request.POST if request.method == "POST" else None)
    if sentence := view_refusal(here.situation, here.standings):
        if found.draft and not form.is_bound:
            return left_over(request, found, sentence)
        return refused(request, here, LABEL, sentence, form)
    if not form.is_bound:
        return begun(request, found, form)
    if not form.is_valid():
        return drawn(request, found, form, status=NOT_UNDERSTOOD)
    if form.pressed == SHARE and form.identifiers(london_date(at)):
        return drawn(request, found, form)
    return taken(request, found, form, at)


def taken(request: HttpRequest, found: Desk, form: SideViewForm, at: datetime) -> HttpResponse:
    """Keep or share what a form says, and lead back: to the form, or to both sides."""
    actor, here, row = actor_of(request), found.here, found.here.difference
    act = actions.share_view if form.pressed == SHARE else actions.save_view
    try:
        with whole():
            act(by=actor, at=at, difference=row.pk, seen=form.seen(), **form.known())
    except Refused as no:
        return refused(request, here, LABEL, no.sentence, form)
    except actions.Meanwhile as meanwhile:
        return overtaken(request, row.reference, meanwhile)
    if form.pressed == SHARE:
        messages.success(request, SHARED)
        return redirect(f"{row.get_absolute_url()}#sides")
    messages.success(request, SAVED.format(time=clock_words(at)))
    order = f"?order={BY_PART}" if request.POST.get("press") == BY_PART or _by_part(request) else ""
    return redirect(f"{reverse('differences:our_view', args=[row.reference])}{order}")


def overtaken(request: HttpRequest, reference: str, meanwhile: actions.Meanwhile) -> HttpResponse:
    """Draw the form again after somebody else of the side shared one, or its writer saved it elsewhere: words kept."""
    found = desk(request, reference)
    data = request.POST.copy()
    data["version"] = str(found.draft.version if found.draft else 0)
    said = meanwhile.sentence
    there: SideView | SideViewDraft | None = found.last
    if found.draft and not isinstance(meanwhile, actions.SharedMeanwhile):
        said, there = ELSEWHERE.format(time=clock_words(found.draft.saved_at)), found.draft
    else:  # what their side shared last is shown to them here
        data["goes_on_from"] = str(found.last.number if found.last else 0)
    form = found.form(data)
    form.is_valid()
    theirs = presenting.alone(found.here.difference, there)
    return drawn(request, found, form, status=CONFLICT, overtaken=said, theirs=theirs)


def begun(request: HttpRequest, found: Desk, form: SideViewForm) -> HttpResponse:
    """Draw the form for whoever begins or goes on with their draft, and what their side has shared since, if any."""
    if found.unread is None:
        return drawn(request, found, form)
    theirs = presenting.alone(found.here.difference, found.unread)
    return drawn(request, found, form, overtaken=actions.SharedMeanwhile.sentence, theirs=theirs)


def left_over(request: HttpRequest, found: Desk, sentence: str) -> HttpResponse:
    """Show somebody the draft that they cannot share any more: they read it, and can throw it away."""
    at, row = now(), found.here.difference
    actions.looked(by=actor_of(request), at=at, difference=row, part="what our side sees", seats=list(found.here.seats))
    context = {**heading(row, at), "label": LABEL, "sentence": sentence, "theirs": presenting.alone(row, found.draft)}
    return render(request, "differences/side_views/left_over.html", context)


def drawn(
    request: HttpRequest,
    found: Desk,
    form: SideViewForm,
    *,
    status: int = 200,
    overtaken: str = "",
    theirs: tuple[object, ...] = (),
) -> HttpResponse:
    """Draw the page on which it is written."""
    at, row = now(), found.here.difference
    actions.looked(
        by=actor_of(request), at=at, difference=row, part="the form: What our side sees", seats=list(found.here.seats)
    )
    by_part = _by_part(request)
    context = {
        **heading(row, at),
        "label": LABEL,
        "form": form,
        "groups": form.groups(by_part=by_part),
        "by_part": by_part,
        "found": form.identifiers(london_date(at)) if form.is_bound and form.is_valid() else (),
        "saved": short_moment(found.draft.saved_at, at) if found.draft else "",
        "goes_on": bool(found.last and not found.draft),
        "overtaken": overtaken,
        "theirs": theirs,
    }
    return render(request, "differences/side_views/write.html", context, status=status)


@require_POST
@allow(Permission.TAKE_PART)
def keep(request: HttpRequest, reference: str) -> JsonResponse:
    """Keep what is being written, for a script of the page; its answer says what the page should say."""
    at, found = now(), desk(request, reference)
    form = found.form(request.POST)
    if not form.is_valid():
        return JsonResponse({"said": "Not saved yet: something is too long."}, status=NOT_UNDERSTOOD)
    known = form.known()
    try:
        with whole():
            draft = actions.save_view(
                by=actor_of(request), at=at, difference=found.here.difference.pk, seen=form.seen(), **known
            )
    except Refused as no:
        return JsonResponse({"said": no.sentence}, status=CONFLICT)
    except actions.Meanwhile:
        return JsonResponse({"said": "Not saved: you saved this in another window."}, status=CONFLICT)
    more = f" {MEANWHILE}" if found.last and draft.goes_on_from < found.last.number else ""
    return JsonResponse({"said": SAVED.format(time=clock_words(at)) + more, "version": draft.version})


@require_POST
@allow(Permission.TAKE_PART)
@once
def throw_away(request: HttpRequest, reference: str) -> HttpResponse:
    """Throw one's own draft away."""
    here = met(request, reference)
    try:
        with whole():
            actions.throw_view_away(by=actor_of(request), difference=here.difference.pk)
    except Refused as no:
        return refused(request, here, LABEL, no.sentence)
    messages.success(request, "Your draft is thrown away. What your side has shared stays.")
    return redirect(here.difference)


@require_safe
@allow(Permission.TAKE_PART)
def both(request: HttpRequest, reference: str) -> HttpResponse:
    """Show all that both sides see next to each other, in either order, and what each shared before."""
    at, here = now(), met(request, reference)
    row = here.difference
    views = queries.shared(row.pk) if row.side_views else ()
    actions.looked(by=actor_of(request), at=at, difference=row, part="what each side sees", seats=list(here.seats))
    by_part, sees = _by_part(request), presenting.both_views(row, views, at)
    context = {
        **heading(row, at),
        "parts": presenting.by_part(row, views) if by_part else (("", (*sees.first, *sees.more)),),
        "by_part": by_part,
        "who": sees.who,
        "before": presenting.before(row, views, at),
        "writes": view_refusal(here.situation, here.standings) is None,
    }
    return render(request, "differences/side_views/both.html", context)


def _by_part(request: HttpRequest) -> bool:
    return request.GET.get("order") == BY_PART
