"""Figures of how differences go: what may be told of them in numbers, and what silence asks."""
