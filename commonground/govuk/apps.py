"""The design kit: template tags, form renderer and our own few components."""

from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "commonground.govuk"
    label = "govuk"
