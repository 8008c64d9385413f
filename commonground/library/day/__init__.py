"""A day in the life of a child: the versions by age, read from files. Nothing that is said of a child is kept here."""
