"""Fixtures of the tests of differences."""

from tests.editions.drafting import office

__all__ = ["office"]
