"""A small panel of the library that other sites may show in a frame, where an area's officers have listed them."""
