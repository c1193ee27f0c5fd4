"""The vocabulary and the bitmaps in memory: one snapshot that never changes under a reader."""
