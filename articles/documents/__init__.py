"""What pages print of an article without asking who reads it: rendered when it was saved, filled in when it is read."""
