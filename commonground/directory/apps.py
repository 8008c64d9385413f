"""Partnerships, agencies, teams, people, posts and lines; signing in."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The directory, and what it listens to."""

    name = "commonground.directory"
    label = "directory"
