"""What people read: packs, toolkits, guidance and procedures, in editions that two editors of an area publish."""
