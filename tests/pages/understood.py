"""Differences in which both sides came to understand each other better, for the pages about that."""

from commonground.differences import actions
from commonground.differences.models import Difference
from commonground.procedures.differing import Stand
from commonground.procedures.side_views import Fact, Source
from commonground.procedures.terms import Answer
from tests.cast import ASK, BECAUSE, MEANWHILE, Cast
from tests.differences.fresh_eyes import looking as fresh_eyes


def seeing(cast: Cast) -> Difference:
    """Return one at stage 2 where both sides have shared what they see, the school twice, and Amy writes again."""
    row = cast.at_stage(2)
    came = Fact("He came without breakfast four times.", Source.SEEN)
    schools = actions.Seen(
        (came, Fact("His aunt has moved out.", Source.TOLD, "the dinner lady")),
        {
            "shows": "He asks to stay when it is time to go.",
            "want": ASK,
            "family": "not_safe",
            "unchanged": "He is hungry.",
        },
    )
    councils = actions.Seen((Fact("The home was clean.", Source.RECORD, "our visit"),), {"want": "A review in May."})
    for by, seen in (("amy", actions.Seen((came,))), ("cath", councils), ("sarah", schools)):
        actions.share_view(by=cast.actor(by), at=cast.tick(), difference=row.pk, seen=seen)
    actions.save_view(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, seen=schools, version=0)
    return row


def said_back(cast: Cast) -> Difference:
    """Return one that Bob answered, and in which he said back how he understands the worry."""
    said = {"answer": Answer.NO_BECAUSE, "because": BECAUSE, "meanwhile": MEANWHILE}
    return cast.do(actions.respond, cast.raised(), "bob", said_back="You worry that he comes hungry to school.", **said)


def listed(cast: Cast, row: Difference) -> None:
    """Put three lines on the lists: one that is agreed, one that is not, and one that only one side says."""
    for text in ("He comes hungry.", "His mother is well.", "He is seen at home."):
        actions.put_point(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, text=text, source="view.1.ask")
    for number, stand in ((1, Stand.AGREES), (2, Stand.DIFFERS)):
        actions.stand_on(
            by=cast.actor("cath"), at=cast.tick(), difference=row.pk, number=number, stand=stand, why="We saw it."
        )  # fmt: skip


def looked_at(cast: Cast) -> dict[str, Difference]:
    """Return one that Ros looked at for Amy, and Helen is to for Bob; and one for which the office finds somebody.

    Of the first, what Alan was asked was taken back, and Molly could not.
    """
    row, other = cast.answered(), cast.raised()
    fresh_eyes.taken_back(cast, row, fresh_eyes.asked(cast, row, whom="Alan Whitfield"))
    fresh_eyes.could_not(cast, row, fresh_eyes.asked(cast, row, whom="Molly Greene"), by="Molly Greene")
    fresh_eyes.gave(cast, row, fresh_eyes.asked(cast, row))
    fresh_eyes.asked(cast, row, by="bob", whom="Helen Achebe")
    fresh_eyes.sought(cast, other)
    return {"lookedat": row, "tofind": other}
