"""What people read beside a difference: the threshold chart of an area, in editions that its officers confirm."""
