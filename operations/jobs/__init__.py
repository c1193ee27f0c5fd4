"""Which jobs the site does again and again, and the page “Jobs” of the admin."""
