"""Getting it used: briefings that are shared, read and talked over in teams, and reminders to those who owe one."""
