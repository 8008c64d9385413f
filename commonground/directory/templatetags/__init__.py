"""What templates ask of the directory."""
