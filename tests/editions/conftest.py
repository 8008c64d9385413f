"""Fixtures of the tests of editions."""

from tests.editions.drafting import office

__all__ = ["office"]
