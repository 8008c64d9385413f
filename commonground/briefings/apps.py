"""Briefings: shared, read, talked over; and the reminders of them."""

from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    """Gives the worker its jobs and sweeps."""

    name = "commonground.briefings"
    label = "briefings"

    def ready(self) -> None:
        """Register with the floor below, which knows nothing of briefings."""
        from commonground.briefings import jobs  # noqa: F401, PLC0415 it registers itself
        from commonground.briefings.promoting.queries import voice_of_agency, voice_of_today  # noqa: PLC0415 models come first
        from commonground.briefings.sweeping import see_to_briefings  # noqa: PLC0415 models come first
        from commonground.directory import voices  # noqa: PLC0415
        from commonground.notices import sweeps  # noqa: PLC0415

        sweeps.register(see_to_briefings)
        voices.FINDS.append(voice_of_today)
        voices.FINDS_OF.append(voice_of_agency)
