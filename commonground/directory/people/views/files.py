"""An agency's people as a file: fetching it, sending one, looking at what it would do, and how far it has got."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods

from commonground.directory.actions import RefusedError
from commonground.directory.models import Agency
from commonground.directory.people.files import exporting, taking_in
from commonground.directory.people.files.reading import COLUMNS, MOST_ROWS, NEEDED
from commonground.directory.people.models import PeopleFile
from commonground.directory.people.rules import roles_at
from commonground.directory.people.titles import titles_of
from commonground.directory.people.views.asking import CONFLICT, NOT_UNDERSTOOD, actor_of, kept
from commonground.govuk.forms import Checkboxes, GovukForm
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.terms import AgencyKind
from commonground.record.submissions import once
from commonground.spreadsheets import UnreadableError

ERRORS_SHOWN = 100


class FileForm(GovukForm):
    """Sending a file."""

    file = forms.FileField(
        label="The file",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={
            "required": "Choose a file, of 2 megabytes at most",
            "empty": "The file is empty",
            "missing": "Choose a file, of 2 megabytes at most",
        },
    )


class ConfirmForm(GovukForm):
    """Ticking who has left, and that one has looked."""

    marks_optional = False
    leavers = forms.MultipleChoiceField(
        label="Who has left?",
        help_text="They are on the books and not in the file. Tick those who have left: their accounts are closed.",
        widget=Checkboxes,
        required=False,
    )
    looked = forms.BooleanField(
        label="I have looked at what this file would do",
        error_messages={"required": "Tick the box when you have looked at what the file would do"},
    )

    def __init__(self, *args: object, leavers: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if leavers:
            self.fields["leavers"].choices = leavers  # type: ignore[attr-defined]  # a choice field's
        else:
            del self.fields["leavers"]


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def one_file(request: HttpRequest, agency: UUID) -> HttpResponse:
    """Offer the list as a file, and take one that was changed: it is read, and nothing is changed yet."""
    row, status = kept(request, agency), 200
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST":
        status = NOT_UNDERSTOOD
        if form.is_valid():
            sent: bytes = form.cleaned_data["file"].read()
            try:
                file = taking_in.keep(agency=row, sent=sent, by=actor_of(request), at=now())
            except UnreadableError as unreadable:
                form.add_error("file", ValidationError(str(unreadable)))
            else:
                return redirect("directory:people_read", row.pk, file.pk)
    kind = AgencyKind(row.kind)
    context = {
        "agency": row,
        "form": form,
        "columns": [(name, name in NEEDED) for name in COLUMNS],
        "roles": [(role.label, titles_of(kind, role)) for role in roles_at(kind)],
        "most": MOST_ROWS,
        "running": PeopleFile.objects.filter(agency=row, finished_at=None).exclude(confirmed_at=None).first(),
    }
    return render(request, "directory/people/file.html", context, status=status)


@require_GET
@allow(Permission.KEEP_PEOPLE)
def download(request: HttpRequest, agency: UUID) -> HttpResponse:
    """Hand out the list as a file."""
    row = kept(request, agency)
    today = london_date(now())
    name = f"people-{slugify(row.name)}-{today.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(exporting.written(row, today), content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def read_file(request: HttpRequest, agency: UUID, file: UUID) -> HttpResponse:
    """Show what a file would do, and do it when it is confirmed; after that, how far it has got."""
    row = kept(request, agency)
    found = get_object_or_404(PeopleFile.objects.filter(agency=row).select_related("agency", "by"), pk=file)
    if found.confirmed_at and request.method == "GET":
        return _progress(request, row, found)
    actor, at, status = actor_of(request), now(), 200
    preview = taking_in.preview(found, by=actor, on=london_date(at))
    leavers = [(str(one.pk), f"{one.name}, {one.email}") for one in preview.leavers]
    form = ConfirmForm(request.POST if request.method == "POST" else None, leavers=leavers)
    if request.method == "POST":
        status = NOT_UNDERSTOOD
        if form.is_valid():
            ticked = [UUID(one) for one in form.cleaned_data.get("leavers", ())]
            try:
                with transaction.atomic():
                    taking_in.confirm(file=found, leavers=ticked, by=actor, at=at)
            except RefusedError as refusal:
                form.add_error(None, str(refusal))
                status = CONFLICT
            else:
                messages.success(request, "The file is being taken in. You need not wait for it.")
                return redirect("directory:people_read", row.pk, found.pk)
    context = {"agency": row, "file": found, "preview": preview, "form": form, "errors": preview.errors[:ERRORS_SHOWN]}
    return render(request, "directory/people/preview.html", context, status=status)


def _progress(request: HttpRequest, agency: Agency, file: PeopleFile) -> HttpResponse:
    percent = 100 if file.finished_at else int(100 * file.done / max(file.total, 1))
    errors = [{"number": number, "words": words} for number, words in file.errors]
    context = {"agency": agency, "file": file, "percent": percent, "errors": errors[:ERRORS_SHOWN]}
    return render(request, "directory/people/progress.html", context | {"wrong": len(errors)})
