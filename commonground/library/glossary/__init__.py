"""What the words and initials of the field mean, in plain words: the same for every area."""
