"""Evidence for section 11, inspection and a school's audit: who read, what teams did, and what agencies say."""
