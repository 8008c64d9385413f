"""What the directory asks: a first password, whom to invite, and who lost their second step."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth.password_validation import validate_password

from commonground.directory.models import Person, Post
from commonground.govuk.forms import GovukForm, Radios, Textarea


class PasswordForm(GovukForm):
    """Choosing a password; it is checked against who chooses it."""

    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three or four words that do not belong together work well.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """Return the password; raises ValidationError when it is too easy to guess."""
        password = cast("str", self.cleaned_data["password"])
        validate_password(password, self.person)
        return password


class InviteForm(GovukForm):
    """Inviting somebody to a post that is free, or to a desk."""

    name = forms.CharField(label="Their name", max_length=120)
    email = forms.EmailField(label="Their work email address", max_length=254)
    title = forms.CharField(label="Their job title", max_length=120, required=False)
    post = forms.ChoiceField(label="Which post will they hold?", widget=Radios)

    def __init__(self, *args: Any, posts: list[Post], **kwargs: Any) -> None:  # noqa: ANN401 - a form's own
        self.posts = {str(post.pk): post for post in posts}
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["post"])
        field.choices = [(key, _where(post)) for key, post in self.posts.items()]

    def clean_post(self) -> Post:
        """Return the post that was chosen."""
        return self.posts[self.cleaned_data["post"]]


class LostForm(GovukForm):
    """Asking that somebody's second step be removed."""

    email = forms.EmailField(label="Their work email address", max_length=254)
    reason = forms.CharField(
        label="How do you know that it is them?",
        help_text="For example: I rang them on the number of their desk and know their voice. Nothing about a child.",
        max_length=500,
        widget=Textarea(attrs={"rows": 3}),
    )
    asks: ClassVar[Mapping[str, str]] = {"reason": "how you know that it is them"}


def _where(post: Post) -> str:
    """Return a post with its team and agency, as one picks it."""
    return ", ".join(str(part) for part in (post.title, post.team, post.agency) if part)
