"""What the editor asks while somebody writes, answered as JSON."""
