"""Two numbers: each side gives one from 0 to 10, blind; both are shown together. No number comes of the two."""
