"""What a member keeps: saved articles, read marks, notes, highlights."""
