"""Commands of notices, one a file."""
