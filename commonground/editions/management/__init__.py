"""Commands of the editions."""
