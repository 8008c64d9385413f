"""Notices: the outbox, the sender and the worker."""
