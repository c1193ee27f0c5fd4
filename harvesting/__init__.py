"""OAI-PMH 2.0 at /oai/: libraries and search engines of science take over records of what visitors may read."""
