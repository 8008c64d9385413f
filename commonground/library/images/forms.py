"""What an editor says of an image that is brought in."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from commonground.govuk.forms import GovukForm
from commonground.library.images.reading import MOST_BYTES, Drawn, ImageError, drawn_anew
from commonground.library.pages.shape import LONGEST_ALT

CHOOSE = f"Choose an image, of {MOST_BYTES // 1_000_000} megabytes at most"


class ImageForm(GovukForm):
    """An image, what it shows, and the name by which pages show it."""

    marks_optional = False
    asks: ClassVar = {"key": "the name by which pages show it"}

    file = forms.FileField(
        label="The image",
        help_text=f"PNG, JPEG or WebP, of {MOST_BYTES // 1_000_000} megabytes at most. It is drawn anew, so what the "
        "file says of its place, camera or maker is not kept.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": CHOOSE, "missing": CHOOSE, "empty": "The file is empty"},
    )
    alt = forms.CharField(
        label="What does it show?", required=False, max_length=LONGEST_ALT,
        help_text="For people who do not see it: all that it tells, in a sentence or two. "
        "Bring in no picture by which a child can be known",
    )  # fmt: skip
    decorates = forms.BooleanField(label="It only decorates, and tells nothing", required=False)
    key = forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$", label="Its name", max_length=60,
        help_text="Small letters, figures and hyphens, such as our-hub. It stays",
        error_messages={"invalid": "Use small letters, figures and hyphens only, such as our-hub"},
    )  # fmt: skip

    def clean_file(self) -> Drawn:
        """Return the picture, drawn anew; refuse what is none."""
        try:
            return drawn_anew(self.cleaned_data["file"].read())
        except ImageError as error:
            raise ValidationError(str(error)) from error

    def clean_alt(self) -> str:
        """Return what it shows, on one line; refuse brackets, which end it where it stands in a page."""
        alt = " ".join(self.cleaned_data["alt"].split())
        if "[" in alt or "]" in alt:
            message = "Leave out square brackets: they end these words where they stand in a page"
            raise ValidationError(message)
        return alt

    def clean(self) -> dict[str, Any]:
        """Refuse an image of which nothing is said, and one that shows something and only decorates."""
        said = super().clean() or self.cleaned_data
        if "alt" not in self.errors and bool(said.get("alt")) == bool(said.get("decorates")):
            both = said.get("alt")
            self.add_error(
                "alt",
                "You say what it shows, and that it only decorates. Keep one of them" if both
                else "Say what the image shows, or tick that it only decorates",
            )  # fmt: skip
        return said


def _why(help_text: str) -> forms.CharField:
    """Return the question why an image is taken out."""
    return forms.CharField(
        label="Why is it taken out?", max_length=200, help_text=help_text,
        error_messages={"required": "Say why it is taken out"},
    )  # fmt: skip


class HideForm(GovukForm):
    """Why an image is to be taken out: the area's editors read that, and whoever of them takes it out may mend it."""

    marks_optional = False

    why = _why(
        "Such as: A child can be known by it. The other editors read this now. Once one of them takes the image out, "
        "everybody who opens a page with it does, so name nobody"
    )


class TakeOutForm(GovukForm):
    """Why an image is taken out, as everybody reads it from then on, and which hiding of it was read."""

    marks_optional = False

    why = _why(
        "Everybody who opens a page with it reads this from now on, and nobody can change it. Mend it here if somebody "
        "could be known by it"
    )
    hiding = forms.CharField(widget=forms.HiddenInput, required=False)
