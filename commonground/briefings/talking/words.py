"""What a team session and the manager's card say, in our own words: the same on screen and on paper."""

AT_MEETINGS = (
    "We will not always see a child’s needs in the same way. That is good: each of us meets another part of the day.",
    "Anybody here may say so, whatever their job or rank. We ask first. We listen. We say the other’s worry back.",
    "Nobody will lose by an honest worry. What we cannot settle goes to our managers today, with both views.",
    "Meanwhile one of us makes sure that the child is safe.",
)
"""A statement to read aloud where people of several agencies meet about a child; it takes under a minute."""

HOW_LONG = (
    ("Read it aloud, each a part", 7),
    ("Talk about two of the questions", 12),
    ("Try two of the quiz cards", 6),
    ("Say what you will do, and when you look again", 5),
)
"""How half an hour goes, in minutes."""

WORRY_CARD: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "First, the child",
        (
            "“Is a child in danger now?” If so, ring 999 or the front door together, at once.",
            "“Who sees the child before we speak again?”",
        ),
    ),
    (
        "Then listen",
        (
            "“What did you see, and when?” Ask about the last few days before you ask about levels.",
            "“What worries you most, if nothing changes?”",
            "“What might the other side know that you do not?”",
            "Say it back, and ask if you have it right. You need not share the worry to pass it on today.",
        ),
    ),
    (
        "Decide together, today",
        (
            "“What will you ask for, and by when?” Practise the first sentence of the call.",
            "“Shall I ring my opposite number, or will you ring first?”",
            "If they have talked and still differ: help them raise it, and say that you stand behind them.",
        ),
    ),
    (
        "Afterwards",
        (
            "Thank them, also if you see it another way. Say when you will ask how it went, and ask.",
            "Tell them what came of it on the day you know.",
            "Name who answers in your place when you are away.",
        ),
    ),
)
"""The card of a manager to whom a colleague comes with a worry: what to say, under four headings."""
