"""The heart: professional differences from worry to agreement."""

from django.apps import AppConfig


class DifferencesConfig(AppConfig):
    """Makes the record's kinds of entry known, and gives the worker its sweeps."""

    name = "commonground.differences"
    label = "differences"

    def ready(self) -> None:
        """Register with the floors below, which know nothing of differences."""
        from commonground.differences import jobs  # noqa: F401, PLC0415 it registers itself
        from commonground.differences.actions.empty_chairs import ask_the_next  # noqa: PLC0415 models come first
        from commonground.differences.actions.masking import alarm_of_masks  # noqa: PLC0415
        from commonground.differences.actions.passes import tell_closed  # noqa: PLC0415
        from commonground.differences.actions.sweeping import sweep  # noqa: PLC0415
        from commonground.differences.actions.taking_record import forget_taken  # noqa: PLC0415
        from commonground.differences.actions.unheard import tell_undelivered  # noqa: PLC0415
        from commonground.differences.actions.weekly import tell_weekly  # noqa: PLC0415
        from commonground.differences.after.sweeping import ask_what_changed  # noqa: PLC0415 models come first
        from commonground.differences.entries import register_all  # noqa: PLC0415
        from commonground.differences.fresh_eyes.sweeping import tell_of_fresh_eyes  # noqa: PLC0415
        from commonground.differences.thresholds.actions import show_at_half  # noqa: PLC0415
        from commonground.differences.undertakings.sweeping import tell_of_actions  # noqa: PLC0415
        from commonground.notices import sweeps  # noqa: PLC0415

        register_all()
        sweeps.register(sweep)
        sweeps.register(ask_the_next)
        sweeps.register(tell_undelivered)
        sweeps.register(tell_closed)
        sweeps.register(alarm_of_masks)
        sweeps.register(tell_weekly)
        sweeps.register(tell_of_actions)
        sweeps.register(tell_of_fresh_eyes)
        sweeps.register(forget_taken)
        sweeps.register(show_at_half)
        sweeps.register(ask_what_changed)
