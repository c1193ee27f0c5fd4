"""Two references that become one, and become two again."""
