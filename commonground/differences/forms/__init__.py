"""Forms of differences."""
