"""The kinds of notices of steps, which move nothing: what a side sees, says and does, also after an end."""

from commonground.notices.template import Template

OF_STEPS: dict[str, Template] = {
    "still_sees": Template(
        "somebody still sees something differently",
        "Somebody of the other side has noted what they still see differently, beside an agreement. Nothing changes "
        "by it, and no clock moves.",
    ),
    "entry_otherwise": Template(
        "something in the record is seen otherwise",
        "The other side sees otherwise what an entry of the record says. Its words stand beside that entry.",
    ),
    "corrected": Template(
        "something in the record is corrected",
        "The other side has said what is right in an entry of its own. The entry itself stays as it was.",
    ),
    "side_view": Template(
        "the other side has shared what it sees",
        "The other side has written what it sees and what it wants. You can read it next to your own.",
    ),
    "child_day": Template(
        "the other side has shared what it knows of the child’s day",
        "The other side has filled in a day of the child. You can read it next to your own, and see what nobody knows.",
    ),
    "adults": Template(
        "the other side has shared which adults it knows of",
        "The other side has said which adults are in the child’s life, and whom of them it has met. You can read it "
        "next to your own, and see whom nobody has met.",
    ),
    "timeline": Template(
        "the other side has shared its events",
        "The other side has written down days that matter. You can read them on one line with your own.",
    ),
    "referred": Template(
        "it was noted that an injury was referred",
        "The other side has noted when the injury was referred, and who took it. You can read what comes next. Nothing "
        "in this difference holds it up.",
    ),
    "lists": Template(
        "there is a line to agree to, or not",
        "On the lists of what is agreed and not agreed there is something new. You can say where your side stands.",
    ),
    "heard": Template(
        "they have said if you understood them",
        "You wrote how you understand the other side. They have said if that is right, or what is missing.",
    ),
    "number_given": Template(
        "the other side has given its number",
        "The other side has given a number from 0 to 10. Give yours too, and both are shown together. You need not.",
    ),
    "numbers_shown": Template(
        "both sides’ numbers are shown",
        "Both sides have given a number, and you can read them next to each other.",
    ),
    "chart_placed": Template(
        "the other side has placed what it sees on the threshold chart",
        "The other side has placed what it sees on the threshold chart. You can place yours too, before you read "
        "theirs. You need not, and nothing waits for it.",
    ),
    "chart_shown": Template(
        "what was placed on the threshold chart is shown",
        "You can read what both sides placed on the threshold chart, or what one of them has added.",
    ),
    "action_given": Template(
        "you have something to do",
        "An action is yours, or your agency’s. You can read what it is, say when it is done, or hand it over.",
        "To be done by the end of",
    ),
    "action_news": Template(
        "there is news of an action",
        "An action was put on the list, done, handed over or set aside. You can read which.",
    ),
    "action_due": Template(
        "something you do is nearly due",
        "This is a reminder: an action of yours, or your agency’s, is due soon. Say when it is done.",
        "To be done by the end of",
    ),
    "action_past": Template(
        "the day of an action has gone by",
        "An action is not done yet, and its day has gone by. You can read whose it is. Nothing has closed.",
        "It was to be done by the end of",
    ),
    "meeting_proposed": Template(
        "times for a meeting are proposed",
        "Somebody proposes to meet, and asks which time suits. Choose one on the page, or say why none does.",
    ),
    "meeting_set": Template(
        "you are invited to a meeting",
        "You are invited to a meeting. Your calendar can take it from this message. The page says where it is.",
        "It begins",
    ),
    "meeting_changed": Template(
        "a meeting has changed",
        "A meeting to which you are invited has changed. Your calendar can take the change from this message. The page "
        "says what is new.",
        "It begins",
    ),
    "meeting_off": Template(
        "a meeting is cancelled for you",
        "The meeting does not take place, or you are no longer asked to come. Your calendar can take it out.",
        "It was to begin",
    ),
    "guest_meeting": Template(
        "you are invited to a meeting",
        "You are invited to a meeting in the difference that you were let in to. Your calendar can take it from this "
        "message. The page says where it is.",
        "It begins",
    ),
    "guest_meeting_changed": Template(
        "a meeting has changed",
        "A meeting in the difference that you were let in to has changed. Your calendar can take the change from this "
        "message. The page says what is new.",
        "It begins",
    ),
    "guest_meeting_off": Template(
        "a meeting is cancelled for you",
        "The meeting does not take place, or you are no longer asked to come. Your calendar can take it out.",
        "It was to begin",
    ),
    "meeting_news": Template(
        "there is news of a meeting",
        "Something is new about a meeting: when it is, that it was held or cancelled, or what came of it.",
    ),
    "minutes_to_agree": Template(
        "what a meeting decided is written down",
        "What was decided at a meeting is written down. Say whether your side agrees that it was so.",
    ),
    "fresh_eyes_asked": Template(
        "you are asked to look with fresh eyes",
        "Two services see something differently, and ask for a look by somebody of neither. You can read it, and say "
        "what you see, or that you cannot. You decide nothing.",
        "A word is wanted by the end of",
    ),
    "fresh_eyes_to_find": Template(
        "please find somebody to look with fresh eyes",
        "One side of a difference asks for a look by somebody of neither. Your office is asked to find them, or to say "
        "that it cannot.",
        "A word is wanted by the end of",
    ),
    "fresh_eyes_news": Template(
        "there is news of fresh eyes",
        "Something is new about a look by somebody of neither side: who is asked, or that they will look, that they "
        "cannot, or that nobody looks any more. No clock moves.",
    ),
    "fresh_eyes_given": Template(
        "somebody has looked with fresh eyes",
        "Somebody of neither side has looked at this, and says what they see. Both sides can read it. It decides "
        "nothing.",
    ),
    "fresh_eyes_due": Template(
        "a word with fresh eyes is nearly due",
        "This is a reminder: you are asked what you see with fresh eyes, or your office is to find somebody. You can "
        "also say that you cannot.",
        "A word is wanted by the end of",
    ),
    "fresh_eyes_late": Template(
        "nobody has looked with fresh eyes yet",
        "The day has gone by by which somebody of neither side was to say what they see. Nothing has closed: it can "
        "still be said, and where nobody has been found yet, somebody can still be found.",
        "It was wanted by the end of",
    ),
    "fresh_eyes_over": Template(
        "your fresh eyes are no longer asked for",
        "You, or your office, were asked about a look at a difference with fresh eyes. That is over. Thank you.",
    ),
    "thanked": Template(
        "somebody thanks you",
        "Somebody who took part in a difference with you thanks you. Their words are on its page.",
    ),
    "what_changed": Template(
        "what has changed for the child?",
        "Some weeks ago this ended. Please say in two or three lines what has changed for the child since.",
    ),
    "changed_told": Template(
        "they have said what has changed",
        "The other side has said what has changed for the child since this ended.",
    ),
}
