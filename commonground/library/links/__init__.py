"""Do the addresses that pages name still answer? Asked once a month, through one guarded door."""
