"""A short joint chronology: each side lists dated events, and both are then read one under another on one line."""
