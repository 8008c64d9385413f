"""Assurance: what agencies say of themselves, and what their staff say."""

from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    """The app of surveys and returns; it gives the worker its job."""

    name = "commonground.assurance"
    label = "assurance"

    def ready(self) -> None:
        """Import the job, which registers itself."""
        from commonground.assurance import jobs  # noqa: F401, PLC0415 - models come first
