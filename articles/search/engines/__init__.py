"""What differs between the databases, behind one interface."""
