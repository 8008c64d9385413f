"""How far a briefing has come, in which agencies and teams, and whether it is used; told from counts, never by rank."""
