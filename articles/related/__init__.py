"""Suggests articles beside each other by their words and tags: stored lists, kept in step by the acts that publish."""
