"""Talking it over: a team session that a manager holds, and a talk between colleagues that a practitioner notes."""
