"""The heart: professional differences."""
