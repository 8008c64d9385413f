"""Who is in a child's life, and whom of them anybody has met: each side lists adults by role, then side by side."""
