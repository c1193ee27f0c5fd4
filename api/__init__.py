"""What programs read and write at /api/v1/: the same articles, by the same rules, as JSON."""
