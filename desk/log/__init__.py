"""Every act that was done at the desk or by the command line, to be filtered and downloaded."""
