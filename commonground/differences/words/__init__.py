"""Words that help: phrases from curious to firm, and a quiet hint when a sentence is about a person, not the child."""
