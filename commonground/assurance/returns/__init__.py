"""The self-assessment return: what an agency says of itself by standards, and what an officer says to that."""
