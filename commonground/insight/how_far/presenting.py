"""How far it has come, as its page and the files of evidence show it: in words, with what is not known beside it."""

from dataclasses import dataclass
from datetime import date

from commonground.govuk.components import BarPart, CountedLine, Look
from commonground.govuk.dates import in_words
from commonground.insight.how_far.queries import HowFar, Line, Used
from commonground.insight.how_far.telling import FEWEST, STEP
from commonground.insight.presenting import ENOUGH, KEPT_BACK

STEPS = (
    ("reached", "Reached"),
    ("opened", "Opened"),
    ("agreed", "Read and agreed"),
    ("understood", "Understood"),
    ("talked", "Talked over"),
)
MEANS = (
    "A low number is not bad, and a high number is not good. A team may be short of people, or new to this.",
    "Nothing here ranks anybody. Ask what stands in the way before you think anything of it.",
)
HOW_KEPT = (
    "Reached: whoever is asked to read it and works there now. Understood: all questions were right in the end.",
    f"Agencies and teams in which fewer than {FEWEST} are asked stand together.",
    f"Where fewer than {FEWEST} are asked in all, how many understood it is kept back: that is theirs to know.",
    "Took part in a difference: people who had a part in one, in their own name, since it was shared.",
    "Being told of one does not count, nor does what is done from a desk that several share.",
    "Settled by talking: how often somebody noted that. Many settle something and note nothing, so there may be more.",
    "These two are counted once, three months after the first day, of all together and never of a team or a few.",
    "A number that changed from day to day could tell who raised something. What is restricted is in no number.",
    f"They are told in full {STEP}s, where {FEWEST} people and more took part and {FEWEST} and more did not.",
    f"Somebody who works in two agencies counts in both. Shares are shown only of {ENOUGH} people or more.",
    f"Where fewer than {ENOUGH} are asked, the bar is shorter: each person is a twentieth of it.",
)
HEADS = tuple(name for _, name in STEPS)
"""What the numbers of a line are called."""

LEGEND = (("read", "Read and agreed"), ("opened", "Opened only"), ("unopened", "Not opened yet"))


@dataclass(frozen=True, slots=True)
class Step:
    """One number of the whole: what it is called, how many, which share of who was reached, and how long its bar is."""

    name: str
    number: str
    share: str
    bar: int


def rows_of(found: HowFar, today: date) -> list[CountedLine]:
    """Return the lines as they are drawn on a day."""
    when = _when(found.on, today)
    return [
        CountedLine(line.name, _parts(line), tuple(numbers(line)), unknown(line, when), ", ".join(line.those))
        for line in found.lines
    ]


def numbers(line: Line) -> list[str]:
    """Return the numbers of a line in words."""
    return [_number(line, key) for key, _ in STEPS]


def _number(line: Line, key: str) -> str:
    """Return one number in words. Who of very few got all questions right is theirs to know."""
    return KEPT_BACK if _is_theirs(line, key) else str(line.counts[key])


def _is_theirs(line: Line, key: str) -> bool:
    return key == "understood" and 0 < line.reached < FEWEST


def steps_of(line: Line) -> list[Step]:
    """Return the numbers of the whole, each with its share of who was reached."""
    of = _full(line)
    return [
        Step(
            name, _number(line, key), _share(line.counts[key], line.reached) if key != "reached" else "",
            0 if _is_theirs(line, key) else round(100 * line.counts[key] / of),
        )
        for key, name in STEPS
    ]  # fmt: skip


def use_of(used: Used | None) -> list[tuple[str, str]]:
    """Return how it was used, in words: what that is called, and what is known of it."""
    if used is None:
        said = ["It is counted only of what is for everybody, and runs three months."] * 2
    elif not used.counted:
        said = [f"It is counted once, on {in_words(used.on)}."] * 2
    else:
        told = [KEPT_BACK if one is None else f"{one} or more" for one in (used.took_part, used.settled)]
        said = [f"{one}, counted on {in_words(used.on)}" for one in told]
    return [("Took part in a difference", said[0]), ("Settled by talking", said[1])]


def _share(number: int, of: int) -> str:
    """Return how much of a whole a number is, as both are told; nothing of a base under twenty."""
    return f"{round(100 * number / of)}%" if of >= ENOUGH else ""


def not_known(found: HowFar, today: date) -> list[tuple[str, str]]:
    """Return what is not known of the whole, or cannot be yet: what it is, and how many."""
    line, when = found.whole, _when(found.on, today)
    return [
        (f"Working there {when} and not asked", str(line.not_reached)),
        ("Have a link that nobody opened", str(line.links)),
        (f"Away {when}, without having read it", str(line.away)),
        ("Were asked, and have left or moved since", str(line.counts["gone"])),
    ]


def _when(on: date | None, today: date) -> str:
    """Return in words when absences and who is not asked were counted: an ended briefing is not counted for ever."""
    return "today" if on is None or on == today else f"on {in_words(on)}"


def unknown(line: Line, when: str) -> str:
    """Return the same of a line in a few words; what is nought is left out."""
    told = (
        (line.not_reached, "not asked"), (line.links, "with a link that nobody opened"), (line.away, f"away {when}"),
        (line.counts["gone"], "left or moved"),
    )  # fmt: skip
    return ", ".join(f"{many} {words}" for many, words in told if many)


def _full(line: Line) -> int:
    """Return how many people a whole bar stands for: of few people it is no share of them, and shorter."""
    return max(line.reached, ENOUGH)


def _parts(line: Line) -> tuple[BarPart, ...]:
    read, of = line.counts["agreed"], _full(line)
    opened = max(line.counts["opened"], read)
    looks: tuple[Look, ...] = ("read", "opened", "unopened")
    found, x = [], 0.0
    for look, many in zip(looks, (read, opened - read, line.reached - opened), strict=True):
        if many > 0:
            width = round(100 * many / of, 1)
            found.append(BarPart(look, round(x, 1), width))
            x += width
    return tuple(found)
