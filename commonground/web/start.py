"""The way in for somebody who is worried: open to anyone, before any signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonground.directory.models import Partnership
from commonground.permissions import Permission, allow


@allow(Permission.OPEN)
def start(request: HttpRequest) -> HttpResponse:
    """Ask first whether a child is in danger now and say whom to ring; then the ways to go on."""
    contacts = Partnership.objects.exclude(contact="").order_by("area")
    return render(request, "web/start.html", {"contacts": contacts})
