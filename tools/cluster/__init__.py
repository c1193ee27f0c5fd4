"""The site on several machines, all of them this one: `make cluster`. Servers come from Debian's packages."""
