"""The anonymous survey of staff: asked in rounds, answered in two minutes, and never to be traced (adr 26)."""
