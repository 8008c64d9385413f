"""The front door: home, lists, errors, help."""
