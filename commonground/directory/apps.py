"""Partnerships, agencies, teams, people, posts and lines; signing in."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The directory, and what it listens to."""

    name = "commonground.directory"
    label = "directory"

    def ready(self) -> None:
        """Listen to signing in."""
        from commonground.directory import signing_in  # noqa: F401, PLC0415 - its receivers, once models are there
