"""Pages of visitors as bytes, in front of everything: they are rendered once for each state of the content."""
