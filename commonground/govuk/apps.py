"""The design kit: template tags, form renderer and our own few components."""

from django.apps import AppConfig


class GovukConfig(AppConfig):
    """The app's name and label."""

    name = "commonground.govuk"
    label = "govuk"
