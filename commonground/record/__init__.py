"""The record: what is not in it did not happen."""
