"""An older log of differences, taken in as a file: counted with the rest, and marked wherever it is."""
