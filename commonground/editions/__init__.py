"""Published procedures and the days they count."""
