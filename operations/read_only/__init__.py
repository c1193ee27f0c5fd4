"""Maintenance: readers go on reading, and nobody changes anything."""
