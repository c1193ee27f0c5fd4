"""Passages that members keep: their place in a text, found again after the text was edited."""
