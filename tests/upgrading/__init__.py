"""Two releases over one database: `python -m tests.upgrading COMMIT`, in CI where a migration came since then."""
