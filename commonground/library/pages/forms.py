"""What editors write about a page: its words, where its facts stand, and from when it is read."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from commonground.editions.forms import today
from commonground.govuk.forms import Checkboxes, GovukDateField, GovukForm, Textarea
from commonground.library.pages.actions import A_YEAR
from commonground.library.pages.shape import ADDRESS, LONGEST, PageKind, PageText, Source, sections, write, written
from commonground.procedures.terms import Kind

LINES = 200
BODY = 60_000
"""The longest body of a page, in characters: some thirty times what one should read on a phone."""


def in_a_year() -> date:
    """Return the day in a year by which a page is looked at again, unless an editor says otherwise."""
    return today() + A_YEAR


class PageForm(GovukForm):
    """What a page says. Its sources are written one on a line: what it is called, a bar, its address."""

    asks: ClassVar = {
        "title": "what the page is called",
        "summary": "what the reader gets here",
        "body": "what the page says",
    }

    title = forms.CharField(label="What is the page called?", max_length=LONGEST)
    summary = forms.CharField(
        label="What does the reader get here?", max_length=LONGEST, help_text="One sentence. Lists and search show it"
    )
    body = forms.CharField(
        label="The page", max_length=BODY, widget=Textarea(attrs={"rows": 30}),
        help_text="A line that begins with ## is a heading, and one with - a point in a list. **Two stars** make bold. "
        "[Words](https://…) lead to the web, and [words](library:neglect) to another page here. "
        "![What it shows](image:name) shows an image. "
        "[1] refers to source 1, and [not confirmed] marks what nobody has checked.",
    )  # fmt: skip
    sources = forms.CharField(
        label="Where do its facts stand?", required=False, max_length=20_000, widget=Textarea(attrs={"rows": 6}),
        help_text="One on a line, in the order of their numbers: what it is called | https://its.address",
    )  # fmt: skip
    publisher = forms.CharField(label="Whose subject is it?", required=False, max_length=LONGEST)
    original = forms.URLField(
        label="The owner’s own page", required=False, max_length=300, assume_scheme="https",
        help_text="Its address on the web, where it is known",
    )  # fmt: skip
    differences = forms.MultipleChoiceField(
        label="With which kinds of difference does it help?", required=False, widget=Checkboxes,
        choices=[(one.value, one.label) for one in Kind],
    )  # fmt: skip
    words = forms.CharField(
        label="What else do people call it?", required=False, max_length=1000,
        help_text="Words by which somebody looks for it, with commas between them",
    )  # fmt: skip
    changes = forms.CharField(
        label="What changes?", required=False, max_length=300,
        help_text="A sentence for people who knew the page before. You can write it later",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_sources(self) -> tuple[Source, ...]:
        """Read the lines of the sources; refuse one that has no address and no bar, where it stands."""
        return tuple(_sources(self.cleaned_data["sources"]))

    def text(self, page: PageText) -> str:
        """Return the text of the page as it was written here, once the form is valid; the rest stays as it was."""
        said = self.cleaned_data
        return write(
            PageText(
                kind=page.kind, title=said["title"], summary=said["summary"], original=said["original"],
                publisher=said["publisher"], areas=page.areas, safety=page.safety,
                differences=tuple(Kind(one) for one in said["differences"]),
                words=tuple(one.strip() for one in said["words"].split(",") if one.strip()),
                sources=said["sources"], sections=tuple(sections(said["body"].replace("\r\n", "\n"))),
            )
        )  # fmt: skip


def written_in(page: PageText) -> dict[str, Any]:
    """Return what a page says, as its form asks it."""
    return {
        "title": page.title,
        "summary": page.summary,
        "body": written(page.sections),
        "sources": "\n".join(f"{one.title} | {one.address}" for one in page.sources),
        "publisher": page.publisher,
        "original": page.original,
        "differences": [one.value for one in page.differences],
        "words": ", ".join(page.words),
    }


def _sources(text: str) -> Iterator[Source]:
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if len(lines) > LINES:
        message = f"Keep this to {LINES} sources or fewer. There are {len(lines)} now"
        raise ValidationError(message)
    for number, line in enumerate(lines, start=1):
        title, bar, address = (one.strip() for one in line.rpartition("|"))
        if not bar:
            title, address = (address, "") if not re.match(r"https?://", address) else ("", address)
        if not title:
            message = f"Say what source {number} is called, before the bar"
            raise ValidationError(message)
        if address and not ADDRESS.fullmatch(address):
            message = f"The address of source {number} must begin with https://"
            raise ValidationError(message)
        yield Source(number, title, address)


class ProposePageForm(GovukForm):
    """From when a page is read, by when somebody looks at it again, and what changes."""

    in_force = GovukDateField(label="From which day do people read it?", earliest=today)
    review_by = GovukDateField(label="By which day does somebody look at it again?", earliest=today)
    changes = forms.CharField(
        label="What changes?", max_length=300, help_text="One sentence, for people who knew the page before"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class WhyForm(GovukForm):
    """Why something is sent back: its editors read it."""

    why = forms.CharField(label="What should change?", max_length=300, widget=Textarea)


class RetireForm(GovukForm):
    """Why a page is retired: everybody reads it."""

    why = forms.CharField(
        label="Why?", max_length=300, widget=Textarea, help_text="Everybody who opens the page reads this"
    )


class NewPageForm(GovukForm):
    """What a new page is, and what it is called."""

    kind = forms.ChoiceField(
        label="What is it?", choices=[(one.value, one.label) for one in PageKind if one is not PageKind.PROCEDURE]
    )
    title = forms.CharField(label="What is the page called?", max_length=LONGEST)
    key = forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$", label="Its short address", max_length=60,
        help_text="Small letters and hyphens, such as young-carers. It stays",
        error_messages={"invalid": "Use small letters, figures and hyphens only, such as young-carers"},
    )  # fmt: skip
