"""What a text may hold and how long it may be, in one place for every room: labels, addresses, counts in words."""
