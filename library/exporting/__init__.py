"""A whole library to take along: for people, for spreadsheets and readers, for reference managers, for machines."""
