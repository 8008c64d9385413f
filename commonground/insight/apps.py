"""The app of figures."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Gives the worker its jobs and sweeps."""

    name = "commonground.insight"
    label = "insight"

    def ready(self) -> None:
        """Register with the floor below, which knows nothing of figures."""
        from commonground.insight import jobs  # noqa: F401, PLC0415 - it registers itself
        from commonground.insight.evidence.actions import forget  # noqa: PLC0415 models come first
        from commonground.insight.how_far.counting import see_to_how_far  # noqa: PLC0415 models come first
        from commonground.insight.how_far.nudging import see_to_nudges  # noqa: PLC0415 models come first
        from commonground.notices import sweeps  # noqa: PLC0415

        # after the clocks, and once briefings were brought up to the day and reminded of
        sweeps.register(see_to_how_far, last=True)
        sweeps.register(see_to_nudges, last=True)
        sweeps.register(forget)
