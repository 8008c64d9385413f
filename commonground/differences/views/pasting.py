"""Raising from what was already sent: it begins a private draft as the worry, and is kept nowhere else."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from commonground.differences.forms.pasting import PastedForm
from commonground.differences.models import Draft
from commonground.differences.models.apart import Drafts
from commonground.differences.views.finding import actor_of
from commonground.differences.views.raising import begin_draft
from commonground.differences.writing import Writing
from commonground.identifiers import found_in
from commonground.permissions import Permission, allow

TEMPLATES = "differences/raising"
NOT_UNDERSTOOD = 422


@allow(Permission.RAISE)
def paste(request: HttpRequest) -> HttpResponse:
    """Ask for what was sent (GET), or begin a draft with it (POST)."""
    writing = Writing(actor_of(request))
    if not writing.places:
        return render(request, f"{TEMPLATES}/not_open.html", {"areas": writing.areas})
    form = PastedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _begun(request, writing, form.cleaned_data["worry"])
    status = NOT_UNDERSTOOD if form.errors else 200
    return render(request, f"{TEMPLATES}/paste.html", {"form": form}, status=status)


def _begun(request: HttpRequest, writing: Writing, worry: str) -> HttpResponse:
    """Begin a draft with it, and lead on: to what has to be taken out of it first, if anything."""

    def kept(writing: Writing) -> str:
        writing.save(writing.changed(worry=worry))
        assert writing.draft is not None  # noqa: S101 it was saved
        found = found_in(worry, writing.today)
        return reverse("differences:pasted", args=[writing.draft.pk]) if found else _first(writing)

    return begin_draft(request, writing, kept)


@allow(Permission.RAISE)
def pasted(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show what of the words may point to a family, so that it is taken out (GET); keep them and go on (POST)."""
    rows = _drafts(request)
    row = (rows.select_for_update() if request.method == "POST" else rows).filter(pk=draft).first()
    writing = Writing(actor_of(request), row)
    if row is None or not writing.places:
        raise Http404
    form = PastedForm(request.POST if request.method == "POST" else None, initial={"worry": writing.answers.worry})
    if request.method == "POST":
        valid = form.is_valid()
        writing.save(writing.changed(**form.cleaned_data))
        if valid:
            return redirect(_first(writing))
    context = {"form": form, "draft": row, "found": found_in(writing.answers.worry, writing.today)}
    return render(request, f"{TEMPLATES}/pasted.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


def _drafts(request: HttpRequest) -> Drafts:
    return Draft.objects.visible_to(actor_of(request))


def _first(writing: Writing) -> str:
    """Return the address of the first question that is still open, danger before all others."""
    return writing.address((*writing.missing, "check")[0])
