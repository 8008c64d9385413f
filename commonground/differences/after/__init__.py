"""After a difference has ended: how it went, thanks, and some weeks later what has changed for the child."""
