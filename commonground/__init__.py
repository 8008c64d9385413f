"""Common Ground: working together to resolve professional differences about children's safety."""
