"""The library: what people read beside a difference."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """The app of what people read; it gives officers their item about the chart, and the worker its job."""

    name = "commonground.library"
    label = "library"

    def ready(self) -> None:
        """Register with the floor below, which knows nothing of charts."""
        from commonground.editions import checklist  # noqa: PLC0415 - models come first
        from commonground.library import jobs  # noqa: F401, PLC0415 - it registers itself
        from commonground.library.queries import to_see_to  # noqa: PLC0415

        checklist.register(to_see_to)
