"""The kinds of notices about promoting: a leader’s thanks, and what a leader planned or says in their own name."""

from commonground.notices.template import Template

OF_PROMOTING: dict[str, Template] = {
    "leader_thanks": Template(
        "somebody thanks you",
        "A leader in safeguarding thanks you in their own name. Read it here. Nobody else reads it unless you agree.",
    ),
    "leader_thanks_team": Template(
        "somebody thanks your team",
        "A leader in safeguarding thanks your team in their own name. All of the team can read it here. Others read it "
        "only if your manager agrees.",
    ),
    "promotion_near": Template(
        "something you planned is near",
        "You put something into your agency’s calendar, and its day is near. Once it is done, note there by what one "
        "can see that. If the day no longer suits, move it.",
    ),
    "leader_words_ending": Template(
        "is it still right?",
        "Something that you say in your own name has stood for nearly a year. Please read it once more. If it is still "
        "right, one tap keeps it for another year. Else write it anew, or end it.",
    ),
}
