"""Images on the pages of an area's library: brought in by its editors, drawn anew, and the same for ever once read."""
