"""Papers brought in from files and pastes: a table first, then the act, which can be undone."""
