"""Search: the language of queries, what they mean, who finds what, in which order, and why it was found."""
