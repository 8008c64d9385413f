"""The design kit: GOV.UK's components, forms in plain words, and our own few components."""
