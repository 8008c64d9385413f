"""An older log of differences, taken in as a file: counted beside the rest, as figures of its own."""
