"""The record: append-only, signed, hash-linked entries."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """The floor that keeps what happened; it has no sight of its own."""

    name = "commonground.record"
    label = "record"
