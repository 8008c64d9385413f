"""The team session on paper: how half an hour goes, the briefing, questions, the statement, and cards to cut out."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from commonground.briefings.asked import BRIEFING
from commonground.briefings.models import Briefing
from commonground.briefings.talking.words import AT_MEETINGS, HOW_LONG, WORRY_CARD
from commonground.library.pages.published import reads
from commonground.library.pages.shape import Section
from commonground.library.pages.views import leading
from commonground.library.paper.blocks import blocks
from commonground.library.paper.papers import TEMPLATES as PAPERS
from commonground.library.questions import questions_of
from commonground.printing import Content, printed

TEMPLATES = Path(__file__).parents[1] / "templates" / "briefings"
TALK = "Talk about it"
"""The heading in a pack under which its prompts for a team stand."""


def parts_of(row: Briefing) -> list[Section]:
    """Return what a team reads and talks about: the briefing and the prompts of a pack; of another page all of it."""
    page = reads(row.edition).page
    found = [one for heading in (BRIEFING, TALK) if (one := page.section(heading))]
    return found or list(page.sections)


def session_paper(row: Briefing) -> bytes:
    """Return the team session of a briefing as a PDF."""
    area = row.edition.partnership
    leads = leading(area, row.edition, whole=True)
    cards: tuple[Mapping[str, Content], ...] = tuple(
        {
            "number": number,
            "happens": one.happens,
            "asks": one.asks,
            "answers": tuple(answer.words for answer in one.answers),
            "right": one.answers[one.right].words,
            "says": one.answers[one.right].says,
        }
        for number, one in enumerate(questions_of(row.edition.key), start=1)
    )
    content: dict[str, Content] = {
        "title": "A team session of half an hour",
        "about": f"{row.edition.title}, edition {row.edition.number}, {area}",
        "plan": tuple((what, minutes) for what, minutes in HOW_LONG),
        "parts": tuple({"heading": one.heading, "blocks": blocks(one.words, leads)} for one in parts_of(row)),
        "statement": AT_MEETINGS,
        "cards": cards,
    }
    return printed(PAPERS / "session.typ", content, at=row.at)


def card_paper(at: datetime) -> bytes:
    """Return the manager's card as a PDF."""
    content: dict[str, Content] = {"title": "A colleague comes with a worry", "parts": WORRY_CARD}
    return printed(TEMPLATES / "worry.typ", content, at=at)
