"""Pages of differences: find, ask, call one action, redirect."""
