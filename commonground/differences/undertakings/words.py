"""How the record tells what was undertaken: what its words are labelled with."""

WHAT, DONE_WHEN = "The action", "Done when"
EVIDENCE, REASON = "How we know that it is done", "Why it is not needed any more"
