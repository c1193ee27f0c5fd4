"""What `make` runs, and measuring that no page needs. Nothing in here is part of the site itself."""
