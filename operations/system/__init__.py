"""The page “System” of the admin: how the site stands, and acts that look closer."""
