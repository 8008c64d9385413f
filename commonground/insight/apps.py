"""The app of figures."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Gives the worker its job."""

    name = "commonground.insight"
    label = "insight"

    def ready(self) -> None:
        """Register with the floor below, which knows nothing of figures."""
        from commonground.insight import jobs  # noqa: F401, PLC0415 - it registers itself
