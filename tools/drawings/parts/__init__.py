"""The kinds of parts that a drawing is put together from, one under the other."""
