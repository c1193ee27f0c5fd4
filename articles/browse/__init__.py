"""The pages at /tags/: what a person can see, filters with counts, the matrix, the timeline, pages of a list."""
