"""What anybody reads, and members in full."""
