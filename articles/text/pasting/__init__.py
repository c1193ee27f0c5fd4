"""What programs put on the clipboard, as the Markdown of this site. Nothing of its HTML is ever shown."""

from articles.text.pasting.conversion import Pasted, pasted

__all__ = ["Pasted", "pasted"]
