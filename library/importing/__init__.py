"""What a member read or collected elsewhere, found among the articles of this site and marked."""
