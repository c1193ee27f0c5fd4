"""The styles to choose from, and what citeproc-py needs so that it prints records as they have it."""
