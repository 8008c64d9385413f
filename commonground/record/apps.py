"""The record: append-only, signed, hash-linked entries."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "commonground.record"
    label = "record"
