"""E-mail addresses in their one spelling, in which they are stored, looked for and counted."""

import unicodedata
from typing import Final

import idna

from members.characters import seen

LONGEST_ADDRESS: Final = 254  # characters; RFC 5321 allows no more


def normal_address(address: str) -> str:
    """Small plain letters (NFKC), nothing that is unseen; the domain as mail servers ask for it (IDNA 2008, UTS #46).

    So it is ASCII. An address with other letters before the @, or without such a domain, is none here and keeps them.
    """
    name, at, domain = unicodedata.normalize("NFKC", seen(address)).strip().rpartition("@")
    return name.lower() + at + (_host(domain) if len(domain) <= LONGEST_ADDRESS else domain)


def _host(domain: str) -> str:
    """Without the table of UTS #46 for what is plain, so that "localhost" and addresses in digits stay as they are."""
    if domain.isascii() and "xn--" not in domain.lower():
        return domain.lower()
    try:
        return idna.encode(idna.decode(domain, uts46=True), uts46=True).decode()
    except idna.IDNAError:
        return domain.lower()


def problem_with(address: str) -> str:
    """Why an address in its one spelling is none that mail can reach, by a letter or a domain that was left in it."""
    name, _, domain = address.rpartition("@")
    if not domain.isascii():
        return "The part after the @ is no domain. Check its letters; between two dots it has 63 at most."
    return "" if name.isascii() else "The part before the @ can hold the letters a to z, digits and signs."
