"""A draft as a text: looked at, taken away as a file, and put in place of what the draft says."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commonground.directory.actions import RefusedError
from commonground.editions.actions import SavedMeanwhileError, save_draft
from commonground.editions.actions.drafting import MOST_BYTES
from commonground.editions.editor.drafts import CONFLICT, NOT_UNDERSTOOD, actor_of, kept_draft, refused
from commonground.govuk.forms import GovukForm, Textarea
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.procedures.writing import UnreadableError, read
from commonground.record.submissions import once

TOO_LONG = f"This is longer than {MOST_BYTES // 1024} kB. No procedure is that long: check that it is the right file"
NO_TEXT = "This file is not text in UTF-8. Save it as plain text, and choose it again"


class TextForm(GovukForm):
    """A text, or a file with one."""

    marks_optional = False
    file = forms.FileField(
        label="Bring in a file",
        help_text="A text file of 256 kB at most, as it is taken away here. It takes the place of what is below.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".toml,.txt,text/plain"}),
        error_messages={"empty": "This file is empty. Choose another"},
    )
    text = forms.CharField(
        label="The text", required=False, strip=False, widget=Textarea(attrs={"rows": 30, "spellcheck": "false"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean_file(self) -> str:
        """Return what the file says; refuse what is too long, or no text."""
        sent: UploadedFile[Any] | None = self.cleaned_data["file"]
        if sent is None:
            return ""
        if (sent.size or 0) > MOST_BYTES:
            raise forms.ValidationError(TOO_LONG)
        try:
            return str(sent.read(), "utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise forms.ValidationError(NO_TEXT) from None

    def clean(self) -> dict[str, Any]:
        """Read the text that was sent; say everything that is wrong with it, with the line where there is one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        where = "file" if cleaned.get("file") else "text"
        text = str(cleaned.get(where) or "")
        if self.errors:
            return cleaned
        if not text.strip():
            self.add_error("text", "Put in the text of a procedure, or choose a file")
        elif len(text.encode()) > MOST_BYTES:
            self.add_error(where, TOO_LONG)
        else:
            try:
                read(text)
            except UnreadableError as unreadable:
                for problem in unreadable.problems:
                    self.add_error("text", problem)
        cleaned["said"] = text
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def text(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Show a draft as a text, and keep another one in its place."""
    row, status = kept_draft(request, edition), 200
    if not row.draft:
        return refused(request, row, "This edition is not a draft now, so it stays as it is.")
    form = TextForm(initial={"text": row.text, "version": row.version})
    if request.method == "POST":
        form, status = TextForm(request.POST, request.FILES), NOT_UNDERSTOOD
        said, version = "", row.version
        if form.is_valid():
            said, version = form.cleaned_data["said"], form.cleaned_data["version"]
            try:
                save_draft(by=actor_of(request), at=now(), edition=row.pk, text=said, version=version)
            except RefusedError as refusal:
                form.add_error(None, str(refusal))
                status = CONFLICT
                version = row.version if isinstance(refusal, SavedMeanwhileError) else version
            else:
                messages.success(request, "The text is kept.")
                return redirect("editor:overview", row.pk)
        form = _again(form, said or _sent(form), version)
    context = {"row": row, "form": form, "now": row.text if status == CONFLICT else ""}
    return render(request, "editions/editor/text.html", context, status=status)


def _sent(form: TextForm) -> str:
    """Return what was sent, of a file too where it could be read, so that it can be put right on the page."""
    return str(form.cleaned_data.get("file") or form.data.get("text", ""))


def _again(form: TextForm, said: str, version: int) -> TextForm:
    """Return a form with what was sent in its text, and what is wrong with it."""
    again = TextForm({**form.data.dict(), "text": said, "version": str(version)})  # type: ignore[attr-defined]  # a QueryDict
    again.errors.clear()
    again.errors.update(form.errors)
    return again


@require_safe
@allow(Permission.KEEP_PROCEDURES)
def download(request: HttpRequest, edition: UUID) -> HttpResponse:
    """Hand out an edition as a file, draft or not."""
    row = kept_draft(request, edition)
    headers = {"Content-Disposition": f'attachment; filename="{row.key}-{row.number}.toml"'}
    return HttpResponse(row.text, content_type="application/toml; charset=utf-8", headers=headers)
