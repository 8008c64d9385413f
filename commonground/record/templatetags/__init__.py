"""The record's template tags."""
