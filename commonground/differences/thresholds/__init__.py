"""Thresholds side by side: each side places what it sees on its area's chart, blind; then both are shown together.

Nothing here counts, weighs or computes a level, and nothing waits for it.
"""
