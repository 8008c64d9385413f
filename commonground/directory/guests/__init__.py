"""People without an account who are let into one difference by a pass."""
