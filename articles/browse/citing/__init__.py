"""References to take along: formatted in a style that the reader chooses, and as files for reference managers."""
