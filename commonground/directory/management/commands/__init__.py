"""Commands of the directory, one a module."""
