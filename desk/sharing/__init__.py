"""What is said to others of an article: comments between editors, and preview links, which open without an account."""
