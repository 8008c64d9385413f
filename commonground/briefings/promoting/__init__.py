"""Promoting: what leaders say in their own name, when they promote it, and where an agency has put the sentence."""
