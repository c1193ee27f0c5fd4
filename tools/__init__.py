"""What `make` runs. Nothing in here is part of the site itself."""
