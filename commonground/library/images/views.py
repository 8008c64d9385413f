"""An image as anybody sees it, and the page on which an area's editors bring them in."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.directory.actions import RefusedError
from commonground.directory.asking import Done, Said, asked, sent
from commonground.editions.public import area_named
from commonground.library.images.actions import bring_in, delete
from commonground.library.images.forms import ImageForm
from commonground.library.images.models import PageImage
from commonground.library.images.queries import address_of
from commonground.library.pages.drawing import DECORATES
from commonground.library.pages.editors import libraries
from commonground.library.pages.views import actor_of, own_area
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once

A_YEAR = "public, max-age=31536000, immutable"
NOT_YET = "private, no-store"


@require_safe
@allow(Permission.OPEN)
def image(request: HttpRequest, area: str, key: str, digest: str) -> HttpResponse:
    """Give an image that a published page names; one that none names yet only to the editors of its area."""
    found = area_named(area)
    row = PageImage.objects.filter(partnership=found, key=key).first()
    if row is None or row.digest[:12] != digest or not (row.opened or found.pk in libraries(actor_of(request))):
        raise Http404
    headers = {"Cache-Control": A_YEAR if row.opened else NOT_YET, "X-Content-Type-Options": "nosniff"}
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

    rows = PageImage.objects.filter(partnership=found).select_related("by").defer("content").order_by("-at", "key")
    around = {
        "area": found,
        "slug": area,
        "rows": [(row, address_of(row, area), f"![{row.alt or DECORATES}](image:{row.key})") for row in rows],
    }
    return asked(request, form, do, template="library/keeping/images.html", field="key", around=around)


@require_POST
@allow(Permission.KEEP_LIBRARY)
@once
def delete_image(request: HttpRequest, image: UUID) -> HttpResponseBase:
    """Delete an image that no edition names."""
    rows = PageImage.objects.filter(partnership__in=libraries(actor_of(request))).select_related("partnership")
    row = rows.defer("content").filter(pk=image).first()
    if row is None:
        raise Http404
    try:
        delete(by=actor_of(request), image=row.pk)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The image “{row.key}” is deleted.")
    return redirect("library_keeping:images", slugify(row.partnership.name))
