"""The directory: organisations, people and posts, and signing in."""
