"""Texts of articles: Markdown to HTML once, at save, and text to terms for search and related articles."""
