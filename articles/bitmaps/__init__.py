"""The place of each article in lists by date (its sort key), and the bitmaps that hold it."""
