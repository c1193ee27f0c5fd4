"""What a member follows, and what is new in it since they last looked."""
