"""Finding things in the library: an area's pages, what stands beside them, and what words mean."""
