"""One side says back how it understands the other, as it answers or goes further; the other says if that is so."""
