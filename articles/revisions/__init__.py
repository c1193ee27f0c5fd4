"""What editors work on: every saved state of a whole article, apart from what readers see."""
