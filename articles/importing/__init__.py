"""Imports of papers brought in, with drafts about them where wished, and undone."""
