"""A whole site in one file and back, and from one database into another."""
