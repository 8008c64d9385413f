"""The pages on which an area's editors keep its library: what waits, a draft, who proposes and who approves."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.directory.actions import RefusedError
from commonground.directory.asking import CONFLICT, Done, Said, asked, sent
from commonground.directory.models import Partnership
from commonground.editions.forms import today
from commonground.govuk.forms import GovukForm
from commonground.library.images.queries import hidden_from
from commonground.library.links.queries import links_of
from commonground.library.pages import actions
from commonground.library.pages.editors import libraries, may_decide
from commonground.library.pages.forms import (
    NewPageForm,
    PageForm,
    ProposePageForm,
    RetireForm,
    WhyForm,
    in_a_year,
    written_in,
)
from commonground.library.pages.merging import merged
from commonground.library.pages.models import PageEdition
from commonground.library.pages.queries import compared, desk_of
from commonground.library.pages.shape import blank
from commonground.library.pages.views import actor_of, drawn, own_area
from commonground.library.queries import proposals_of, sent_back_to
from commonground.library.useful.queries import said_of
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once

LONG_NUMBER = 9  # figures: no draft is saved so often


@require_safe
@allow(Permission.KEEP_LIBRARY)
def desk(request: HttpRequest) -> HttpResponse:
    """Show what the editors of one's areas have before them, what waits for somebody first."""
    actor = actor_of(request)
    areas = Partnership.objects.filter(pk__in=libraries(actor)).order_by("name")
    context = {
        "desk": desk_of(actor, today()),
        "charts": proposals_of(actor),
        "charts_back": sent_back_to(actor),
        "hidden": [(row, slugify(row.partnership.name)) for row in hidden_from(actor)],
        "asks": actor.person,
        "links": links_of(actor, today()),
        "checks_links": settings.CHECK_LINKS,
        "areas": [(one, slugify(one.name)) for one in areas],
        "offices": actor.offices,
        "said": said_of(actor),
    }
    return render(request, "library/keeping/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_LIBRARY)
@once
def new(request: HttpRequest, area: str) -> HttpResponseBase:
    """Ask what a new page is, and start its draft."""
    found = own_area(request, area)
    form = NewPageForm(sent(request))

    def act(said: Said) -> PageEdition:
        text = blank(said["kind"], said["title"])
        return actions.start_draft(by=actor_of(request), at=now(), partnership=found.pk, key=said["key"], text=text)

    return _form(request, form, act, template="library/keeping/new.html", to="library_keeping:edit", area=found)


@require_POST
@allow(Permission.KEEP_LIBRARY)
@once
def start(request: HttpRequest, area: str, key: str) -> HttpResponseBase:
    """Start a draft of a page that stands, or go on with the one that is open."""
    found = own_area(request, area)
    open_ = PageEdition.objects.of(found.pk, key).filter(opened=None, retired_at=None).first()
    if open_ is None and not PageEdition.objects.of(found.pk, key).exists():
        raise Http404
    if open_ is None:
        try:
            with transaction.atomic():
                open_ = actions.start_draft(by=actor_of(request), at=now(), partnership=found.pk, key=key)
        except RefusedError as refusal:
            return render(request, "library/keeping/refused.html", {"why": str(refusal)}, status=CONFLICT)
    return redirect("library_keeping:draft", open_.pk)


@require_safe
@allow(Permission.KEEP_LIBRARY)
def draft(request: HttpRequest, edition: UUID) -> HttpResponse:
    """Show a draft as people would read it, with what it changes, what it lacks, and what can be done with it."""
    row = _found(request, edition)
    return render(request, "library/keeping/draft.html", _draft(request, row))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_LIBRARY)
@once
def edit(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Ask what the page says, and save it; what somebody else saved meanwhile is shown beside one's own words."""
    row = _found(request, edition)
    known = written_in(row.page) | {"changes": row.changes, "version": row.version}
    form = PageForm(sent(request), initial=known)

    def act(said: Said) -> PageEdition:
        return actions.save_draft(
            by=actor_of(request), at=now(), edition=row.pk, version=said["version"], text=form.text(row.page),
            changes=said["changes"],
        )  # fmt: skip

    done = "The draft is saved. Only the editors of this area see it."
    slug = slugify(row.partnership.name)
    return _form(request, form, act, template="library/keeping/edit.html", done=done, row=row, slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_LIBRARY)
@once
def propose(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Ask from when the page is read and what changes, and propose it to the other editors."""
    row = _found(request, edition)
    first = {"in_force": today(), "review_by": in_a_year(), "changes": row.changes, "version": row.version}
    form = ProposePageForm(sent(request), initial=first)

    def act(said: Said) -> PageEdition:
        return actions.propose(by=actor_of(request), at=now(), edition=row.pk, **said)

    return _form(request, form, act, template="library/keeping/propose.html", done="Proposed.", row=row)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_LIBRARY)
@once
def send_back(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Ask what should change, and send a proposal back."""
    row = _found(request, edition)
    form = WhyForm(sent(request))

    def act(said: Said) -> PageEdition:
        return actions.send_back(by=actor_of(request), at=now(), edition=row.pk, why=said["why"])

    return _form(
        request, form, act, template="library/keeping/why.html", done="Sent back.", row=row, what="Send it back"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_LIBRARY)
@once
def retire(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Ask why a page is taken out of the library, and take it out."""
    row = _found(request, edition)
    form = RetireForm(sent(request))

    def act(said: Said) -> PageEdition:
        return actions.retire(by=actor_of(request), at=now(), edition=row.pk, why=said["why"])

    return _form(
        request, form, act, template="library/keeping/why.html", done="Retired.", row=row, what="Retire this page"
    )


@require_POST
@allow(Permission.KEEP_LIBRARY)
@once
def approve(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Publish what another proposed, or what came with the product, as it was read."""
    row, version = _found(request, edition), _version(request)

    def act() -> None:
        actions.approve(by=actor_of(request), at=now(), edition=row.pk, version=version)

    return _done(request, row, act, "Approved.")


@require_POST
@allow(Permission.KEEP_LIBRARY)
@once
def take_back(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Take back what one proposed oneself, to change it."""
    row = _found(request, edition)

    def act() -> None:
        actions.send_back(by=actor_of(request), at=now(), edition=row.pk, why="")

    return _done(request, row, act, "Taken back.")


@require_POST
@allow(Permission.KEEP_LIBRARY)
@once
def discard(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Delete a draft, as it was read."""
    row, version = _found(request, edition), _version(request)

    def act() -> None:
        actions.discard(by=actor_of(request), edition=row.pk, version=version)

    return _done(request, row, act, "The draft is deleted.", gone=True)


def _version(request: HttpRequest) -> int:
    """Return which version of a draft somebody read; one that is not said is none."""
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < LONG_NUMBER else 0


def _draft(request: HttpRequest, row: PageEdition) -> dict[str, Any]:
    actor = actor_of(request)
    before = row.based_on
    return drawn(row, row.partnership) | {
        "slug": slugify(row.partnership.name),
        "lacks": actions.lacks(row),
        "before": before,
        "compared": compared(before.text, row.text) if before else (),
        "yours": row.proposed_by_id == (actor.person.pk if actor.person else None),
        "may_approve": may_decide(actor, row.partnership_id, safety=row.safety),
        "came": row.changed_by_id is None,
        "notes": _notes(row),
    }


def _notes(row: PageEdition) -> tuple[str, ...]:
    """Return what the editors must look at, where a draft joins what the area wrote with what is new."""
    before = row.based_on
    if before is None or before.shared == row.shared or before.as_it_came:
        return ()
    return merged(before.text, old=before.shared, new=row.shared).notes


def _done(
    request: HttpRequest, row: PageEdition, act: Callable[[], None], done: str, *, gone: bool = False
) -> HttpResponseBase:
    """Do what a button says; where it is refused, show the draft as it is now and why."""
    try:
        with transaction.atomic():
            act()
    except PageEdition.DoesNotExist as missing:
        raise Http404 from missing
    except RefusedError as refusal:
        context = _draft(request, _found(request, row.pk)) | {"why": str(refusal)}
        return render(request, "library/keeping/draft.html", context, status=CONFLICT)
    messages.success(request, done)
    return redirect("library_keeping:desk") if gone else redirect("library_keeping:draft", row.pk)


def _form(
    request: HttpRequest,
    form: GovukForm,
    act: Callable[[Said], PageEdition],
    *,
    template: str,
    done: str = "",
    to: str = "library_keeping:draft",
    **more: object,
) -> HttpResponseBase:
    """Do what a form asks, once it is understood; else ask, and keep what was written."""

    def do(said: Said) -> Done:
        try:
            row = act(said)
        except PageEdition.DoesNotExist as gone:
            raise Http404 from gone
        return Done(done, reverse(to, args=[row.pk]))

    def refused(refusal: RefusedError) -> HttpResponse | None:
        if not isinstance(refusal, actions.SavedMeanwhileError):
            return None
        newest = _found(request, refusal.edition)
        if not isinstance(form, PageForm):  # what was read is not what stands now: show that
            context = _draft(request, newest) | {"why": str(refusal)}
            return render(request, "library/keeping/draft.html", context, status=CONFLICT)
        form.add_error(None, f"{refusal} Your words are below; nothing is lost.")
        again = request.POST.copy()
        again["version"] = str(newest.version)
        form.data = again
        return render(request, template, {"form": form, **more, "newest": newest}, status=CONFLICT)

    return asked(request, form, do, template=template, refused=refused, around=more)


def _found(request: HttpRequest, edition: UUID) -> PageEdition:
    """Return an edition that one keeps; raises Http404 for all others."""
    rows = PageEdition.objects.kept_by(actor_of(request))
    row = (
        rows.select_related("partnership", "based_on", "changed_by", "proposed_by", "approved_by", "retired_by")
        .filter(pk=edition)
        .first()
    )
    if row is None:
        raise Http404
    return row
