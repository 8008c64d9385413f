"""The front door: home, navigation, errors, help."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The app of the front door."""

    name = "commonground.web"
    label = "web"
