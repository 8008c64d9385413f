"""The design kit's template tags."""
