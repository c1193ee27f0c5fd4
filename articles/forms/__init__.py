"""Forms in which editors write: the article, its tags as they are typed, rows with an order."""
