"""Two texts of one page joined, part by part: what an area wrote stays, and what is new in the shared text comes in."""

from dataclasses import dataclass

from commonground.library.pages.shape import Section, joined, parted, sections, written


@dataclass(frozen=True, slots=True)
class Joined:
    """A joined text; what its editors must look at, in words: one sentence for each part that both changed."""

    text: str
    notes: tuple[str, ...]

    @property
    def said(self) -> str:
        """What changes, in a line that fits where editors read it."""
        return " ".join(("The shared page has changed.", *self.notes))[:300]


def merged(own: str, *, old: str, new: str) -> Joined:
    """Join an area's own text with a new shared one; ``old`` is the shared text that the area's was made from.

    A part that the area left alone comes as it is now. One that it changed or added stays, and is named where the
    shared one changed too, or is gone.
    """
    (facts, body), (old_facts, old_body), (new_facts, new_body) = parted(own), parted(old), parted(new)
    mine, before, after = (_by_heading(one) for one in (body, old_body, new_body))
    notes: list[str] = []
    parts: dict[str, str] = {}
    for heading, words in after.items():
        kept = mine.get(heading)
        if heading in before and heading not in mine:
            continue  # the area took it out
        if kept is None or kept == before.get(heading):
            parts[heading] = words
        else:
            parts[heading] = kept
            if words != before.get(heading) and words != kept:
                notes.append(f"“{heading or 'The beginning'}”: yours stays, and the shared one has changed too.")
    place = list(parts)
    for heading, words in mine.items():
        if heading in after or words == before.get(heading):
            continue
        if heading in before:
            notes.append(f"“{heading}”: yours stays, and the shared page has no such part any more.")
        earlier = list(mine)[: list(mine).index(heading)]
        at = max((place.index(one) + 1 for one in earlier if one in place), default=0)
        place.insert(at, heading)
        parts[heading] = words
    if old_facts not in {facts, new_facts}:
        notes.append("The facts above the page: yours stay, and the shared ones have changed too.")
    text = joined(new_facts if facts == old_facts else facts, written([Section(one, parts[one]) for one in place]))
    return Joined(text, tuple(notes))


def _by_heading(body: str) -> dict[str, str]:
    return {one.heading: one.words for one in sections(body)}
