"""Assurance: what agencies say of how they resolve differences, and what their staff say, whoever said it."""
