"""What is new in what a member follows, by mail: once a period, for those who asked for it."""
