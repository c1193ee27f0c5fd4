"""One mark of everything that visitors can see: it is another one after every change that was committed."""
