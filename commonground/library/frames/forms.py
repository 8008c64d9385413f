"""What an officer says of a site that may show panels."""

from django import forms

from commonground.govuk.forms import GovukForm
from commonground.library.frames.origins import LONGEST, OriginError, origin


class SiteForm(GovukForm):
    """A site by its address, and whose it is."""

    address = forms.CharField(
        label="The address of the site",
        help_text="As your browser shows it, without what comes after the name: https://intranet.example",
        max_length=LONGEST,
    )
    name = forms.CharField(label="Whose site is it?", help_text="Such as: staff pages of the hospital", max_length=120)

    def clean_address(self) -> str:
        """Return the origin that was written; what is more than one site is refused in words."""
        try:
            return origin(self.cleaned_data["address"])
        except OriginError as error:
            raise forms.ValidationError(str(error)) from error
