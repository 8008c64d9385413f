"""An agency's people and posts as a file that can be changed in a spreadsheet and sent back."""

from datetime import date

from commonground import spreadsheets
from commonground.directory.models import Agency, Post
from commonground.directory.people.files.reading import COLUMNS
from commonground.directory.people.queries import line_of
from commonground.directory.people.rules import held_ahead
from commonground.procedures.terms import Role


def written(agency: Agency, on: date) -> str:
    """Return the file: a row for everybody in a post, now or later, and one for each post that nobody has."""
    lines: list[tuple[str, ...]] = [COLUMNS]
    having: dict[object, list[tuple[str, ...]]] = {}
    holdings = held_ahead(on).filter(post__agency=agency, person__is_active=True).select_related("person")
    for one in holdings.order_by("deputy", "person__name", "person_id"):
        cells = (one.person.name, one.person.email, one.person.title, one.person.phone)
        row = (*cells, "yes" if one.deputy else "no", one.starts.isoformat())
        having.setdefault(one.post_id, []).append(row)
    for post in line_of(agency, on):
        for name, email, title, phone, deputy, starts in having.get(post.pk, [("", "", "", "", "no", "")]):
            lines.append((name, email, title, phone, *_post(post), deputy, starts))
    return spreadsheets.written(lines)


def _post(post: Post) -> tuple[str, str, str, str]:
    team = post.team.name if post.team else ""
    return team, post.title, Role(post.role).label, "yes" if post.desk else "no"
