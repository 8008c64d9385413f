"""What people write of a meeting, as the record labels it."""

TIMES, WHERE, ABOUT, ASKED = "Times", "Where", "What it is about", "Who is asked to come"
"""Of one that is proposed, set or changed."""
OTHERS, APOLOGIES = "Who else was there", "Who could not come"
READ_OUT, AGENDA = "Read out at the start", "What was not agreed"
"""Of one that was held; the last as the lists were then."""
WHO, DECISION, REASONS = "Who decided", "The decision", "Why"
"""Of its minutes."""
DISSENT = "In their own words"
RENAMED = {"Apologies": APOLOGIES}
"""What older entries call it."""
WAS_READ, WAS_NOT_READ = "The worry was read out.", "The worry was not read out."


def read_out(was: bool | None) -> str:  # noqa: FBT001 the answer to one question
    """Return in words whether the worry was read out at the start."""
    return WAS_READ if was else WAS_NOT_READ
