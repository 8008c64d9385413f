"""Editing a draft by forms: one thing on each page, drawn from the questions of the definition's own fields."""
