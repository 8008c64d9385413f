"""The pages on which an agency's people are kept."""
