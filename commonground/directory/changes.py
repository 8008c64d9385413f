"""What was changed in an agency's people and posts, written down in the transaction of the change."""

from datetime import date, datetime
from uuid import UUID

from commonground.directory.models import Holding, Post
from commonground.directory.people.models import Change
from commonground.directory.queries import Actor
from commonground.govuk.dates import in_words
from commonground.procedures.terms import Role


def write_down(
    *, agency: UUID, sentence: str, by: Actor | None, at: datetime, confirms: bool = False
) -> None:  # fmt: skip
    """Write one sentence under an agency."""
    Change.objects.create(agency_id=agency, at=at, by=by.person if by else None, sentence=sentence, confirms=confirms)


def post_added(post: Post) -> str:
    """Say that a post was added."""
    return f"The {'desk' if post.desk else 'post'} {post} was added: {Role(post.role).label}."


def has_post(holding: Holding) -> str:
    """Say that somebody has a post from a day."""
    does = "stands in for" if holding.deputy else "holds"
    return f"{holding.person} {does} {holding.post} {on_days(holding.starts, holding.ends)}."


def on_days(first: date, last: date | None) -> str:
    """Return first and last day in words: "on 3 May 2027", "from 3 to 7 May 2027", "from 3 May 2027"."""
    if last is None:
        return f"from {in_words(first)}"
    if first == last:
        return f"on {in_words(first)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"from {first.day} to {in_words(last)}"
    return f"from {in_words(first)} to {in_words(last)}"
