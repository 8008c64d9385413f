"""``bin/manage work_accounts``: which groups of an organisation's sign-in give which posts, and what is forgotten."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonground.directory.actions import RefusedError
from commonground.directory.models import GroupPost, Post
from commonground.directory.queries import current
from commonground.directory.work_accounts import forget_work_account, give_group, take_group
from commonground.now import london_date, now


class Command(BaseCommand):
    """Say which group gives which post, have one give a post or no longer, or forget somebody's work account."""

    help = "Which groups of an organisation's sign-in give which posts; forget a work account that was replaced."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, and to what."""
        does = parser.add_subparsers(dest="does", required=True)
        does.add_parser("list", help="say which group gives which post")
        for name, says in (("give", "have a group give a post"), ("take", "have it give the post no longer")):
            one = does.add_parser(name, help=says)
            one.add_argument("group", help="as the provider sends it; with Entra, its object id")
            one.add_argument("agency", help="the agency's name, such as “Oakfield Primary School”")
            one.add_argument("post", help="the post's title, such as Teacher")
        forget = does.add_parser("forget", help="forget which work account was somebody's")
        forget.add_argument("email", help="their work address here")

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401 as Django calls it
        """Do it, and say what is so from now on."""
        try:
            self.stdout.write(getattr(self, f"_{options['does']}")(options))
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _list(self, _options: dict[str, Any]) -> str:
        given = GroupPost.objects.select_related("post__agency").order_by("post__agency__name", "post__title", "group")
        return "\n".join(f"{one.group}  {one.post}, {one.post.agency}" for one in given) or "No group gives a post."

    def _give(self, options: dict[str, Any]) -> str:
        one = give_group(group=options["group"], post=_post(options), by=None, at=now())
        return f"Whoever signs in from the group {one.group} holds the post of {one.post}, {one.post.agency}."

    def _take(self, options: dict[str, Any]) -> str:
        post = _post(options)
        take_group(group=options["group"], post=post, by=None, at=now())
        return f"The group {options['group']} does not give the post of {post}, {post.agency}, any more."

    def _forget(self, options: dict[str, Any]) -> str:
        person = forget_work_account(email=options["email"], by=None, at=now())
        return f"The next work account that signs in as {person.email} is taken to be {person}’s."


def _post(options: dict[str, Any]) -> Post:
    """Return the post of this title in this agency today; raises RefusedError unless there is exactly one."""
    posts = Post.objects.filter(current(london_date(now())), agency__name=options["agency"], title=options["post"])
    found = list(posts.select_related("agency")[:2])
    if len(found) != 1:
        many = "There are several posts" if found else "There is no post"
        message = f"{many} called {options['post']} in {options['agency']}."
        raise RefusedError(message)
    return found[0]
