"""Keeping an agency's people: who holds which post, who is away, who leaves, and the list as a file."""
