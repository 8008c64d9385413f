"""Was a page useful? Anybody says so, nobody is named, and its editors read how many did and what was missing."""
