"""Everything that changes a briefing: shared, passed on, brought to its recipients, read, ended."""

from commonground.briefings.actions.linking import LinkTo, give_link, open_link, take_link_back
from commonground.briefings.actions.reading import agree, answer, open_it
from commonground.briefings.actions.sharing import NewBriefing, pass_on, share, stop

__all__ = [
    "LinkTo", "NewBriefing", "agree", "answer", "give_link", "open_it", "open_link", "pass_on", "share", "stop",
    "take_link_back",
]  # fmt: skip
