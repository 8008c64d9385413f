"""What is read wherever words would stand that are hidden in the record: a page shows no gap in their place."""

HIDDEN = "These words are hidden. The record says who hid them, and why."
HIDDEN_BEFORE = "What stood here is hidden, so you begin with empty boxes. The record says who hid it, and why."
"""Above a form that would begin with those words."""
