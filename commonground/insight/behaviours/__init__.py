"""The seven behaviours of the briefing, each with its measure, or with the words that it is not measured and why."""
