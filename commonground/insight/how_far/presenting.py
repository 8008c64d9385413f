"""How far it has come, as its page and the files of evidence show it: in words, with what is not known beside it."""

from dataclasses import dataclass

from commonground.govuk.components import BarPart, CountedLine, Look
from commonground.insight.how_far.queries import HowFar, Line
from commonground.insight.how_far.telling import FEWEST, STEP
from commonground.insight.presenting import ENOUGH, KEPT_BACK

STEPS = (
    ("reached", "Reached"),
    ("opened", "Opened"),
    ("agreed", "Read and agreed"),
    ("understood", "Understood"),
    ("talked", "Talked over"),
)
USED = (("took_part", "Took part in a difference"), ("settled", "Settled by talking"))
MEANS = (
    "A low number is not bad, and a high number is not good. A team may be short of people, or new to this.",
    "Nothing here ranks anybody. Ask what stands in the way before you think anything of it.",
)
HOW_KEPT = (
    "Reached: whoever is asked to read it and works there now. Understood: all questions were right in the end.",
    "Took part in a difference: people who had a part in one since it was shared. Being told of one does not count.",
    "Settled by talking: how often somebody noted that. Many settle something and note nothing, so there may be more.",
    f"Of these two, numbers below {FEWEST} are kept back, noughts too, and what would give them away.",
    f"Others are told in full {STEP}s. What is restricted is in no number. They are counted each morning.",
    "Somebody who works in two agencies counts in both. Shares are shown only of 20 people or more.",
)
LEGEND = (("read", "Read and agreed"), ("opened", "Opened only"), ("unopened", "Not opened yet"))


@dataclass(frozen=True, slots=True)
class Step:
    """One number of the whole: what it is called, how many, which share of who was reached, and how long its bar is."""

    name: str
    number: str
    share: str
    bar: int


def rows_of(found: HowFar, *, settled: bool) -> list[CountedLine]:
    """Return the lines as they are drawn; ``settled`` says whether that is known of each."""
    return [
        CountedLine(
            line.name, _parts(line), tuple(numbers(line, settled=settled)), unknown(line), ", ".join(line.those)
        )
        for line in found.lines
    ]


def heads(*, settled: bool) -> list[str]:
    """Return what the numbers of a line are called."""
    return [name for _, name in (*STEPS, *(USED if settled else USED[:1]))]


def numbers(line: Line, *, settled: bool) -> list[str]:
    """Return the numbers of a line in words."""
    used = (line.took_part, line.settled) if settled else (line.took_part,)
    return [*(str(line.counts[key]) for key, _ in STEPS), *(use(one) for one in used)]


def use(number: int | None) -> str:
    """Return in words how often something was used."""
    return KEPT_BACK if number is None else f"{number} or more"


def steps_of(line: Line) -> list[Step]:
    """Return the numbers of the whole, each with its share of who was reached."""
    of = max(line.reached, 1)
    found = [
        Step(
            name, str(line.counts[key]), _share(line.counts[key], line.reached) if key != "reached" else "",
            round(100 * line.counts[key] / of),
        )
        for key, name in STEPS
    ]  # fmt: skip
    return [
        *found,
        Step(USED[0][1], use(line.took_part), "", round(100 * (line.took_part or 0) / of)),
        Step(USED[1][1], use(line.settled), "", 0),
    ]


def _share(number: int, of: int) -> str:
    """Return how much of a whole a number is, as both are told; nothing of a base under twenty."""
    return f"{round(100 * number / of)}%" if of >= ENOUGH else ""


def not_known(line: Line) -> list[tuple[str, str]]:
    """Return what is not known of a line, or cannot be yet: what it is, and how many."""
    return [
        ("Work there and are not asked", str(line.not_reached)),
        ("Have a link that nobody opened", str(line.links)),
        ("Are away today, and have not read it", str(line.away)),
        ("Were asked, and have left or moved since", str(line.counts["gone"])),
    ]


def unknown(line: Line) -> str:
    """Return the same in a few words; what is nought is left out."""
    told = (
        (line.not_reached, "not asked"), (line.links, "with a link that nobody opened"), (line.away, "away today"),
        (line.counts["gone"], "left or moved"),
    )  # fmt: skip
    return ", ".join(f"{many} {words}" for many, words in told if many)


def _parts(line: Line) -> tuple[BarPart, ...]:
    read = line.counts["agreed"]
    opened = max(line.counts["opened"], read)
    looks: tuple[Look, ...] = ("read", "opened", "unopened")
    found, x = [], 0.0
    for look, many in zip(looks, (read, opened - read, line.reached - opened), strict=True):
        if many > 0:
            width = round(100 * many / line.reached, 1)
            found.append(BarPart(look, round(x, 1), width))
            x += width
    return tuple(found)
