"""Whom to ring in an area: numbers that its officers keep, by the hour, each with the day on which it was checked.

Anybody may read them, signed in or not. The product rings nobody.
"""
