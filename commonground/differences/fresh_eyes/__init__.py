"""Fresh eyes: somebody of neither side looks at a difference once, and says what they see.

The table holds who looks, by when and how far that has got. What was asked and said stands in the record alone, where
it can be masked as other words can.
"""
