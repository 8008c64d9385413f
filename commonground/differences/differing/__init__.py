"""What is agreed, what is not, and what only one side says: the lists that the next stage reads first."""
