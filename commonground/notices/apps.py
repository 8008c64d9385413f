"""The outbox: notices without personal data, sent by SMTP."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Makes the worker's jobs known."""

    name = "commonground.notices"
    label = "notices"

    def ready(self) -> None:
        """Import the jobs, which register themselves; models must be loaded first."""
        from commonground.notices import jobs  # noqa: F401, PLC0415
