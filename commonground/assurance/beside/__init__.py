"""What agencies say beside what their staff say, theme by theme, and no agency above another."""
