"""Partnerships, agencies, teams, people, posts and lines; signing in."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The directory, what it listens to, and its job."""

    name = "commonground.directory"
    label = "directory"

    def ready(self) -> None:
        """Listen to signing in, and make the worker's job known."""
        from commonground.directory import signing_in  # noqa: F401, PLC0415 - its receivers, once models are there
        from commonground.directory.people.files import jobs  # noqa: F401, PLC0415 - it registers itself
