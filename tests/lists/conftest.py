"""What tests of this room share."""

from tests.editing import editor

__all__ = ["editor"]
