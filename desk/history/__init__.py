"""What was saved and done before: versions to read, compare and restore, two that are to become one, the log."""
