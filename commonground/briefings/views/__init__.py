"""Pages of briefings: to read, by account or by a link; to share; to talk over."""
