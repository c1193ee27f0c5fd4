"""Retractions, expressions of concern and corrections of papers: heard of, noted, told, and taken back."""
