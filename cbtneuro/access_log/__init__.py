"""What the server did, as lines of JSON: one for each request, and what else is logged with the request's own name."""
