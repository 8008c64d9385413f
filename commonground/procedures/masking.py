"""Who may mask an entry that was put in by mistake, which entries, and who is the second person."""

from collections.abc import Collection
from dataclasses import dataclass

from commonground.procedures.seats import takes_part
from commonground.procedures.situation import Standing
from commonground.procedures.steps import Step
from commonground.procedures.terms import Act, Capacity, Side

MASKABLE = frozenset(
    {
        *(Act.NOTE, Act.QUESTION, Act.REMEMBER),
        *(Step.STILL_SEES, Step.ENTRY_AGREED, Step.ENTRY_OTHERWISE, Step.CORRECTED),
        *(Step.MEETING_PROPOSED, Step.MEETING_SET, Step.MEETING_CHANGED, Step.MEETING_CANCELLED, Step.MEETING_HELD),
        *(Step.MINUTES_WRITTEN, Step.DISSENTED, Step.SHOW_NUMBERS),
        *(Step.FRESH_EYES_ASKED, Step.FRESH_EYES_CANNOT, Step.FRESH_EYES_GIVEN),
    }
)
"""What is words, and moved nothing. That a meeting was, who agreed its minutes and what number was given stays."""
OF_BOTH = frozenset({Step.SHOW_NUMBERS})
"""Entries that hold the words of both sides: either side’s lead can hide them."""

DECIDED_WITHIN = 2
"""Within so many working days a second person decides."""

PROMISED = (
    "Others rely on this entry: something was promised, answered or moved by it, so it stays as it is. "
    "Add a note that says what is right. If it names somebody who must not be named, ring the partnership’s office."
)
WHO_MASKS = (
    "Only whoever wrote it, the safeguarding lead of their side, or the partnership’s officer can hide its words."
)
OF_NEITHER = (
    "Whoever wrote this is of neither side. A safeguarding lead of either side, or the partnership’s officer, can hide "
    "its words; where no lead is in it, anybody who acts for a side can."
)
SECOND_PERSON = (
    "A second person decides this. You hid these words, so another safeguarding lead or the officer does; where no "
    "lead is in it, somebody else who acts for a side."
)
WHO_DECIDES = (
    "Only another safeguarding lead, or the partnership’s officer, can decide this; where no lead is in it, somebody "
    "else who acts for a side."
)
WHO_DECIDES_OWN = "Only another person of the side whose own note it is can decide this."


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as these rules see it: by which act or step, for which side, and whose own note it is if one's.

    ``mine`` is whether who asks wrote it; ``masked_by_me`` whether they masked it; ``led`` whether a safeguarding lead
    has a seat in the difference: in a restricted one perhaps none has.
    """

    act: Act | Step | None
    side: Side | None
    own_side: Side | None = None
    mine: bool = False
    masked_by_me: bool = False
    led: bool = True


def mask_refusal(written: Written, standings: Collection[Standing]) -> str | None:
    """Return why the holder of these standings cannot mask an entry, in a sentence; None means that they can.

    Words of one side are its lead's to hide; of both sides, or of neither, those of who may decide of either side. It
    does not matter whether the difference has ended: a mistake is a mistake.
    """
    if written.act not in MASKABLE:
        return PROMISED
    if written.mine or _in_office(standings):
        return None
    if written.side and written.act not in OF_BOTH:
        leads = {one.side for one in standings if one.capacity is Capacity.LEAD}
        return None if written.side in leads else WHO_MASKS
    return None if _decides(written, standings) else OF_NEITHER if written.side is None else WHO_MASKS


def decision_refusal(written: Written, standings: Collection[Standing]) -> str | None:
    """Return why the holder of these standings is not the second person for a masked entry; None means that they are.

    Of a side's own note nobody else knows, so there it is another person who speaks for that side.
    """
    if written.masked_by_me:
        return SECOND_PERSON
    if written.own_side:
        speaking = {Capacity.RAISER, Capacity.ANSWERING, Capacity.LEAD}
        if any(one.side is written.own_side and one.capacity in speaking for one in standings):
            return None
        return WHO_DECIDES_OWN
    return None if _decides(written, standings) or _in_office(standings) else WHO_DECIDES


def _decides(written: Written, standings: Collection[Standing]) -> bool:
    """Say whether somebody decides for either side: its lead, or where no lead is in it whoever speaks for a side."""
    return any(one.capacity is Capacity.LEAD or (not written.led and takes_part(one)) for one in standings)


def _in_office(standings: Collection[Standing]) -> bool:
    return any(one.capacity is Capacity.OFFICER for one in standings)
