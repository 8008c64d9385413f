"""What tests of the chart share: what each side sees, placed by its hand, and where it may be met."""

from collections.abc import Iterator

from django.db import connection
from django.test import Client

from commonground.differences.models import Clock, Difference
from commonground.differences.thresholds import actions as chart
from commonground.differences.thresholds.actions import Chosen
from commonground.differences.thresholds.models import Placement
from commonground.directory.models import Partnership
from commonground.notices.messages import body
from commonground.notices.models import Notice
from commonground.now import now
from commonground.procedures.terms import Side
from tests.cast import Cast
from tests.pdf import said as words_of_pdf

HUNGRY, ALONE = "Comes hungry most days", "Left alone for long, too young for it"
BOTH, AMYS, BOBS = (3, "child"), (4, "child"), (3, "carers")
SEEN_BY_AMY = "CN-raising: no breakfast on four days in March."
ALONE_BY_AMY = "CN-raising: he let himself in with a key on Tuesday."
SEEN_BY_BOB = "CN-responding: an empty fridge on my visit."
HARD = "Often hard to reach"
HARD_BY_BOB = "CN-responding: three calls without an answer."
CHANGE_AMY, CHANGE_BOB = "CN-raising: a week of breakfasts.", "CN-responding: a second empty fridge."


def area() -> Partnership:
    return Partnership.objects.get(name="Fairhaven")


def begun(cast: Cast, row: Difference, name: str) -> Placement:
    own, _ = chart.begin(by=cast.actor(name), at=cast.tick(), difference=row.pk, area=area().pk)
    return own


def chose(
    cast: Cast, row: Difference, name: str, box: tuple[int | None, str], *chosen: Chosen, version: int | None = None
) -> Placement:
    """Have somebody choose phrases of a box, as on a page that was opened just before."""
    own = Placement.objects.of(row).get(side=Side.RAISING if name in {"amy", "sarah"} else Side.RESPONDING)
    return chart.choose(
        by=cast.actor(name), at=cast.tick(), difference=row.pk, version=version or own.version, box=box, chosen=chosen
    )  # fmt: skip


def placed(cast: Cast, row: Difference, name: str) -> Placement:
    """Have Amy or Bob begin, choose in two boxes, and place."""
    begun(cast, row, name)
    if name == "amy":
        chose(cast, row, name, BOTH, Chosen(HUNGRY, SEEN_BY_AMY, "Amy"))
        own = chose(cast, row, name, AMYS, Chosen(ALONE, ALONE_BY_AMY, "A neighbour"))
    else:
        chose(cast, row, name, BOTH, Chosen(HUNGRY, SEEN_BY_BOB, "Bob"))
        own = chose(cast, row, name, BOBS, Chosen(HARD, HARD_BY_BOB, "Bob"))
    mind = CHANGE_AMY if name == "amy" else CHANGE_BOB
    return chart.place(
        by=cast.actor(name), at=cast.tick(), difference=row.pk, version=own.version, would_change=mind
    )  # fmt: skip


def room(row: Difference, part: str = "") -> str:
    return f"/differences/{row.reference}/thresholds/{part}"


def everywhere(row: Difference, client: Client) -> Iterator[tuple[str, str]]:
    """Yield what a browser is told of a difference wherever it is told: pages, record, file, lists, messages."""
    for url in (
        f"/differences/{row.reference}/", room(row), room(row, "3/child/"), room(row, "place/"),
        *(f"/differences/{row.reference}/{part}/" for part in (
            "record", "who-has-looked", "for-our-file", "on-one-page", "views", "lists", "lists/new", "actions",
        )),
        "/", "/differences/", "/notices/", f"/find/?reference={row.reference}",
    ):  # fmt: skip
        answer = client.get(url, follow=True)
        assert answer.status_code == 200, (url, answer.status_code)
        yield url, answer.content.decode()
    for one in Notice.objects.filter(subject=row.pk):
        yield one.kind, body(one.kind, reference=one.reference, stage=one.stage, due=one.due)
    for part in ("for-our-file.pdf", "statement.pdf"):
        yield part, words_of_pdf(client.get(f"/differences/{row.reference}/{part}").content)


def begins(cast: Cast, name: str) -> None:
    """Say to the database who asks, as the middleware does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(name).pk, now().date()])


def in_sql(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM differences_{table}")  # noqa: S608 - our own names
        (count,) = cursor.fetchone()
    return int(count)


def half_of(row: Difference) -> None:
    """Let the sweep have said what is said at half, as it does by itself."""
    Clock.objects.of(row).filter(ended_at=None).update(told_half=True)
