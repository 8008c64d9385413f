"""Where a post is told on a day: which addresses, each with its person or, for a desk, None."""

from uuid import UUID

from commonground.directory.queries import PostNow


def is_read_by(desk: PostNow, people: frozenset[UUID]) -> bool:
    """Say whether one of these people reads what is sent to a desk, also when they are away today."""
    return any(one.pk in people for one in (*desk.holders_present, *desk.deputies_present, *desk.holders_away))


def addresses(post: PostNow, *, both: bool = False, out: frozenset[UUID] = frozenset()) -> dict[str, UUID | None]:
    """Return where a post is told: a desk by its mailbox, else everyone who is there today; or by ``both``.

    Whoever is ``out`` is told nothing. Where nobody else is there today, those who are away find it when they are back.
    """
    present, away = ([one for one in some if one.pk not in out] for some in (post.present, post.holders_away))
    people: dict[str, UUID | None] = {person.email: person.pk for person in present or away}
    if post.post.desk and post.post.mailbox and not is_read_by(post, out):
        return {post.post.mailbox: None} | (people if both else {})
    return people
