"""What each side sees, in its own words: written as a private draft, shared when its writer wants that."""
