"""An image as anybody sees it, and the page on which an area's editors bring them in."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.directory.actions import RefusedError
from commonground.directory.asking import Done, Said, asked, sent
from commonground.directory.models import Partnership
from commonground.editions.public import area_named
from commonground.library.images.actions import barred, bring_in, delete, hide, show_again, take_out
from commonground.library.images.forms import HideForm, ImageForm, TakeOutForm
from commonground.library.images.models import PageImage
from commonground.library.images.queries import address_of
from commonground.library.pages.drawing import DECORATES
from commonground.library.pages.editors import libraries
from commonground.library.pages.views import actor_of, own_area
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once

A_DAY = "private, max-age=86400"
"""A browser may keep an image for so long, and nothing in between may: one that is taken out is gone a day later."""

NOT_OPEN = "private, no-store"


@require_safe
@allow(Permission.OPEN)
def image(request: HttpRequest, area: str, key: str, digest: str) -> HttpResponse:
    """Give an image that a published page names; one that none names yet, or is hidden, only to its area's editors."""
    found = area_named(area)
    row = PageImage.objects.filter(partnership=found, key=key, taken_out_at=None).first()
    opened = row is not None and row.opened and not row.hidden_at
    if row is None or row.digest[:12] != digest or not (opened or found.pk in libraries(actor_of(request))):
        raise Http404
    headers = {"Cache-Control": A_DAY if opened else NOT_OPEN, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(row.content), content_type=f"image/{row.kind}", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_LIBRARY)
@once
def images(request: HttpRequest, area: str) -> HttpResponseBase:
    """Show the images of an area's library, with what to write where a page shows one, and bring in another."""
    found = own_area(request, area)
    form = ImageForm(sent(request), request.FILES or None)

    def do(said: Said) -> Done:
        row = bring_in(
            by=actor_of(request), at=now(), partnership=found.pk, key=said["key"], alt=said["alt"],
            picture=said["file"],
        )  # fmt: skip
        return Done(f"The image “{row.key}” is here.", reverse("library_keeping:images", args=[area]))

    rows = (
        PageImage.objects.filter(partnership=found)
        .select_related("by", "hidden_by", "taken_out_by")
        .defer("content")
        .order_by("-at", "key")
    )
    around = {
        "area": found,
        "slug": area,
        "asks": actor_of(request).person,
        "rows": [(row, address_of(row, area), f"![{row.alt or DECORATES}](image:{row.key})") for row in rows],
    }
    return asked(request, form, do, template="library/keeping/images.html", field="key", around=around)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_LIBRARY)
@once
def hide_image(request: HttpRequest, area: str, image: UUID) -> HttpResponseBase:
    """Ask why an image is taken out, and hide it until another editor has looked at it."""
    found = own_area(request, area)
    row = _one(found, image)
    form = HideForm(sent(request))
    if row.hidden_at and request.method != "POST":  # what is sent is refused in words, and keeps its own
        messages.error(request, f"The image “{row.key}” is hidden or taken out already.")
        return redirect("library_keeping:images", area)

    def do(said: Said) -> Done:
        keys = hide(by=actor_of(request), at=now(), partnership=found.pk, image=image, why=said["why"])
        others = "".join(f" “{key}” is the same picture, and hidden too." for key in keys[1:])
        return Done(
            f"It is hidden.{others} Another editor looks at it now.", reverse("library_keeping:images", args=[area])
        )

    around = {"area": found, "slug": area, "row": row, "address": address_of(row, area)}
    return asked(request, form, do, template="library/keeping/hide_image.html", around=around)


@require_POST
@allow(Permission.KEEP_LIBRARY)
@once
def show_image_again(request: HttpRequest, area: str, image: UUID) -> HttpResponseBase:
    """Show an image that was hidden as before."""

    def act(partnership: UUID) -> str:
        hiding = request.POST.get("hiding", "")
        row = show_again(by=actor_of(request), at=now(), partnership=partnership, image=image, hiding=hiding)
        return f"The image “{row.key}” is shown again."

    return _done(request, area, act)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_LIBRARY)
@once
def take_image_out(request: HttpRequest, area: str, image: UUID) -> HttpResponseBase:
    """Show an image that another editor hid, and why; ask what everybody reads of that, and take it out."""
    found = own_area(request, area)
    row, person = _one(found, image), actor_of(request).person
    if why := barred(row, person):
        messages.error(request, why)
        return redirect("library_keeping:images", area)
    form = TakeOutForm(sent(request), initial={"why": row.hidden_why, "hiding": row.hiding})

    def do(said: Said) -> Done:
        take_out(by=actor_of(request), at=now(), partnership=found.pk, image=image, **said)
        return Done(
            f"The image “{row.key}” is gone. Each edition with it says so.",
            reverse("library_keeping:images", args=[area]),
        )

    def refused(_: RefusedError) -> None:
        again = request.POST.copy()
        again["hiding"] = row.hiding  # the page shows it as it is hidden now
        form.data = again

    around = {"area": found, "slug": area, "row": row, "address": address_of(row, area)}
    return asked(request, form, do, template="library/keeping/take_image_out.html", refused=refused, around=around)


@require_POST
@allow(Permission.KEEP_LIBRARY)
@once
def delete_image(request: HttpRequest, area: str, image: UUID) -> HttpResponseBase:
    """Delete an image that no edition names."""

    def act(partnership: UUID) -> str:
        key = delete(by=actor_of(request), partnership=partnership, image=image)
        return f"The image “{key}” is deleted."

    return _done(request, area, act)


def _one(area: Partnership, image: UUID) -> PageImage:
    """Return an image of an area without its content; raises Http404."""
    row = PageImage.objects.filter(partnership=area, pk=image).select_related("hidden_by").defer("content").first()
    if row is None:
        raise Http404
    return row


def _done(request: HttpRequest, area: str, act: Callable[[UUID], str]) -> HttpResponseBase:
    """Do what a button beside an image says, and say what came of it above the images of the area."""
    found = own_area(request, area)
    try:
        messages.success(request, act(found.pk))
    except PageImage.DoesNotExist as missing:
        raise Http404 from missing
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("library_keeping:images", area)
