"""A made-up collection of any size, by which growth is measured: plausible in shape and number, true in nothing."""
