"""A child's day as each side of a difference knows it: filled in by a side for itself, shared, then side by side."""
