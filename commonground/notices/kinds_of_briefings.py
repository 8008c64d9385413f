"""The kinds of notices about briefings: kind words, to people who have much else to do."""

from commonground.notices.template import Template

OF_BRIEFINGS: dict[str, Template] = {
    "briefing_shared": Template(
        "something short to read",
        "Your safeguarding partnership, or your own agency, shares something with you. It takes five minutes at most. "
        "You can read it on a telephone, whenever it suits you.",
        "Please read it by",
    ),
    "briefing_again": Template(
        "something that you read has changed",
        "There is a new edition of something that was shared with you. If you read the one before, you see first what "
        "has changed. It takes five minutes at most.",
        "Please read it by",
    ),
    "briefing_before": Template(
        "something short still waits for you",
        "Something that was shared with you waits to be read. It takes five minutes at most. If you are short of time, "
        "say so to your manager: it is theirs to find you five minutes.",
        "Please read it by",
    ),
    "briefing_due": Template(
        "today is a good day to read it",
        "Something that was shared with you waits to be read, and the day it was meant for has come. It takes five "
        "minutes at most. It can still be read afterwards.",
        "It was meant for",
    ),
    "briefing_after": Template(
        "it is still here for you",
        "Something that was shared with you can still be read, and it is worth your five minutes. If something stands "
        "in the way, tell your manager or safeguarding lead: they can help.",
        "It was meant for",
    ),
    "briefing_nudged": Template(
        "five minutes, when it suits you",
        "Something that was shared with you can still be read. It takes five minutes at most. If "
        "something stands in the way, tell your safeguarding lead: they ask because they can help.",
        "To be read by",
    ),
    "briefing_to_leads": Template(
        "some of your people have yet to read it",
        "Your safeguarding partnership shared something. Some people in your agency have not read it yet: they "
        "have much else to do. Could you mention it in a team meeting? “What you share” says how "
        "far it has come.",
    ),
    "briefing_look_again": Template(
        "has it helped?",
        "You held a team session and chose this day to look again. Take five minutes in your team, and write down what "
        "came of it.",
    ),
    "briefing_link": Template(
        "something short to read",
        "Somebody in safeguarding shares something with you. It takes five minutes at most. You need no account. Open "
        "the link on the telephone or computer on which you will read it: it opens on no other. It works for seven "
        "days.",
    ),
}
