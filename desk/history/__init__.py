"""What was saved before: versions to read, compare and restore, and two that are to become one."""
