"""Thresholds side by side as pages are looked at: begun by one side, waiting, and shown."""

from dataclasses import replace

from commonground.differences.actions import child_moved
from commonground.differences.models import Difference
from commonground.differences.numbers.actions import give
from commonground.differences.thresholds import actions
from commonground.differences.thresholds.actions import Chosen
from commonground.directory.models import Partnership
from commonground.now import london_date
from tests.cast import Cast
from tests.pages.looking import data, empty, error

CHILD, HOME, CARERS = (3, "child"), (4, "home"), (3, "carers")
HUNGRY = Chosen("Comes hungry most days", "He came without breakfast four times in March.", "Amy Lister")


def _placing(cast: Cast, row: Difference, name: str, *, until: str) -> Difference:
    """Have somebody begin on the chart of Fairhaven, choose there, and place it if that is how far it goes."""
    area = Partnership.objects.get(name="Fairhaven").pk
    actions.begin(by=cast.actor(name), at=cast.tick(), difference=row.pk, area=area)
    boxes = [(CHILD, HUNGRY)]
    if name == "amy":
        boxes.append(
            (HOME, Chosen("Sleeps on a sofa", "He told his class on Monday.", "A teaching assistant", own=True))
        )
    else:
        boxes.append((CARERS, Chosen("Often hard to reach", "Three calls on Tuesday without an answer.", "Bob Ferris")))
    for version, (box, chosen) in enumerate(boxes, 1):
        actions.choose(
            by=cast.actor(name), at=cast.tick(), difference=row.pk, version=version, box=box, chosen=[chosen]
        )  # fmt: skip
    if until == "placed":
        actions.place(
            by=cast.actor(name), at=cast.tick(), difference=row.pk, version=3,
            would_change="Two weeks in which he comes with breakfast.",
        )  # fmt: skip
    return row


def with_numbers(cast: Cast) -> dict[str, Difference]:
    """Return one in which Amy gave her number, and one in which both did; under an edition that asks for them."""
    one, both = cast.raised(), cast.raised()
    for row, name, figure in ((one, "amy", 3), (both, "amy", 3), (both, "bob", 6)):
        give(
            by=cast.actor(name), at=cast.tick(), difference=row.pk, figure=figure, why="He came hungry four times.",
            moves="Breakfast on most days.",
        )  # fmt: skip
    return {"gave": one, "bothgave": both}


def on_charts(cast: Cast) -> dict[str, Difference]:
    """Return one that Amy has begun to place, one that she placed and Bob has not, and one that is shown."""
    shown = _placing(cast, cast.raised(), "amy", until="placed")
    away, amy = Partnership.objects.get(name="Marlow Vale").pk, cast.actor("amy")
    moved = child_moved(
        by=amy, at=cast.tick(), difference=cast.raised().pk, children=[1], on=london_date(cast.at), area=away, new=None
    )  # fmt: skip
    actions.begin(by=amy, at=cast.tick(), difference=moved.pk, area=away)
    actions.choose(
        by=amy, at=cast.tick(), difference=moved.pk, version=1, box=(None, ""), chosen=[replace(HUNGRY, own=True)]
    )
    return {
        "elsewhere_chart": moved,
        "choosing": _placing(cast, cast.raised(), "amy", until="chosen"),
        "placed": _placing(cast, cast.raised(), "amy", until="placed"),
        "sidebyside": _placing(cast, shown, "bob", until="placed"),
    }


LONG = "x" * 2001
NUMBERS = (
    data("/differences/{tolook}/two-numbers/", "amy"),
    error("/differences/{tolook}/two-numbers/", "amy", figure="eleven"),
    empty("/differences/{tolook}/two-numbers/", "zed", status=404),
    data("/differences/{gave}/two-numbers/", "amy"),
    data("/differences/{bothgave}/two-numbers/", "bob"),
)
THRESHOLDS = (
    *NUMBERS,
    data("/differences/{raised}/thresholds/", "amy"),
    data("/differences/{choosing}/thresholds/", "amy"),
    empty("/differences/{stage2}/thresholds/", "elin"),
    data("/differences/{placed}/thresholds/", "amy"),
    data("/differences/{sidebyside}/thresholds/", "bob"),
    data("/differences/{moved}/thresholds/", "amy"),
    error("/differences/{moved}/thresholds/", "amy"),
    data("/differences/{choosing}/thresholds/3/child/", "amy"),
    data("/differences/{choosing}/thresholds/4/home/", "amy"),
    error("/differences/{choosing}/thresholds/3/child/", "amy", seen_0=""),
    data("/differences/{sidebyside}/thresholds/3/child/", "amy"),
    data("/differences/{elsewhere_chart}/thresholds/own-words/", "amy"),
    error("/differences/{elsewhere_chart}/thresholds/own-words/", "amy", seen_0=""),
    data("/differences/{choosing}/thresholds/place/", "amy"),
    error("/differences/{choosing}/thresholds/place/", "amy", would_change=LONG),
    data("/differences/{choosing}/thresholds/not-used/", "amy"),
    error("/differences/{choosing}/thresholds/not-used/", "amy", why=LONG),
)
