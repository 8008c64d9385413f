"""A draft as somebody edits it: found, read, changed and saved through its one action."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from commonground.directory.queries import Actor
from commonground.editions.actions import save_draft
from commonground.editions.models import Edition
from commonground.now import now
from commonground.procedures.editing import NotThereError
from commonground.procedures.writing import Tree, UnreadableError, read, text_of

NOT_UNDERSTOOD, CONFLICT = 422, 409


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that may be changed now, with its tree."""

    row: Edition
    tree: Tree


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def kept_draft(request: HttpRequest, edition: UUID) -> Edition:
    """Return an edition of one's own partnerships; raises Http404 for all others."""
    return get_object_or_404(Edition.objects.kept_by(actor_of(request)).select_related("changed_by"), pk=edition)


def edits(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a view the draft that it edits; show what is none any more, and lead a text no form can show to its page."""

    @wraps(view)
    def given(request: HttpRequest, edition: UUID, **where: Any) -> HttpResponseBase:  # noqa: ANN401 - a view's own
        row = kept_draft(request, edition)
        if not row.draft:
            return refused(request, row, "This edition is not a draft now, so it stays as it is.")
        try:
            tree = read(row.text)
        except UnreadableError:
            return redirect("editor:text", row.pk)
        try:
            return view(request, Draft(row, tree), **where)
        except NotThereError:
            raise Http404 from None

    return given


def save(request: HttpRequest, draft: Draft, version: int) -> Edition:
    """Save the tree of a draft. Raises RefusedError, and SavedMeanwhileError where another version is saved by now."""
    with transaction.atomic():
        return save_draft(
            by=actor_of(request), at=now(), edition=draft.row.pk, text=text_of(draft.tree), version=version
        )  # fmt: skip


def refused(request: HttpRequest, row: Edition, sentence: str) -> HttpResponse:
    """Show why something was not done."""
    return render(request, "editions/editor/refused.html", {"row": row, "sentence": sentence}, status=CONFLICT)
