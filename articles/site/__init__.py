"""What the collection says of the site itself: its name, its words, its facts at a glance, its colours."""
