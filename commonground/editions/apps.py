"""Published editions of procedures, and the holidays they count around."""

from django.apps import AppConfig


class EditionsConfig(AppConfig):
    """The app of published editions."""

    name = "commonground.editions"
    label = "editions"
