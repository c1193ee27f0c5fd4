"""What tokens of people at the desk write."""
