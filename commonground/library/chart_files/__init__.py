"""A threshold chart as a file that can be changed in a spreadsheet and sent back: read, and written."""
