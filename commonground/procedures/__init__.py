"""THE RULES, in plain Python: what a procedure says, and what may happen next.

Nothing here knows the database, the web or the time of day: facts and times are handed in.
"""
