"""What people and agencies have undertaken to do: who, by when, what done looks like, and how one knows that it is.

Pages call it an action. In code that word is taken: an action there is what changes something.
"""
