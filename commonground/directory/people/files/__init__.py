"""An agency's people and posts as a file of comma-separated values, out and in."""
