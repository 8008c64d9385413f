"""What somebody thinks of a difference of their own side: they support it, or would put it otherwise."""

from collections.abc import Mapping
from typing import Any, ClassVar

from commonground.differences.actions.checking import OTHERWISE, SUPPORTS
from commonground.differences.forms.acts import ActForm, words, yes_or_no


class CheckForm(ActForm):
    """Support, or advice in words."""

    asks: ClassVar[Mapping[str, str]] = {
        "supports": "whether you support this",
        "advice": "how you would put it",
    }

    supports = yes_or_no(
        "What do you think of it?",
        SUPPORTS,
        OTHERWISE,
        hints={"no": "They read how, and decide themselves what to do."},
    )
    advice = words("What do you advise?", "In your own words, as you would say it to a colleague.", required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for words of whoever would put it otherwise."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("supports") is False and not said.get("advice"):
            self.add_error("advice", "Say how you would put it")
        return said
