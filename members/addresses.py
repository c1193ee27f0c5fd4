"""E-mail addresses in their one spelling, in which they are stored, looked for and counted; slips in their hosts."""

import unicodedata
from typing import Final

import idna
from rapidfuzz import process
from rapidfuzz.distance import OSA

from members.characters import seen

LONGEST_ADDRESS: Final = 254  # characters; RFC 5321 allows no more

# The commonest hosts of mail, the very commonest first.
HOSTS: Final = (
    "gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "googlemail.com", "live.com", "aol.com",
    "msn.com", "me.com", "mac.com", "hotmail.co.uk", "yahoo.co.uk", "live.co.uk", "proton.me", "protonmail.com",
    "pm.me", "fastmail.com", "hey.com", "zoho.com", "tutanota.com", "tuta.com", "mail.com", "ymail.com",
    "rocketmail.com", "gmx.com", "gmx.net", "gmx.de", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de",
    "posteo.de", "mailbox.org", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "libero.it",
    "virgilio.it", "bluewin.ch", "ziggo.nl", "telenet.be", "skynet.be", "btinternet.com", "virginmedia.com", "sky.com",
    "talktalk.net", "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "bellsouth.net", "cox.net",
    "charter.net", "rogers.com", "shaw.ca", "bigpond.com", "optusnet.com.au", "rediffmail.com", "uol.com.br",
    "bol.com.br", "terra.com.br", "qq.com", "163.com", "126.com", "sina.com", "naver.com", "daum.net", "hanmail.net",
    "mail.ru", "bk.ru", "list.ru", "inbox.ru", "rambler.ru", "yandex.ru", "yandex.com", "ukr.net", "wp.pl", "o2.pl",
    "onet.pl", "interia.pl", "seznam.cz", "centrum.cz",
)  # fmt: skip
WHICH: Final = "which_address"  # the field of a form that holds the answer to such a question
NO_SLIPS: Final = frozenset({*HOSTS, "email.com", "cloud.com"})
NAMES: Final = frozenset(host.partition(".")[0] for host in HOSTS)  # they have hosts in many countries
SHORTEST_NAME: Final = 5  # letters; many hosts with a shorter name are one letter apart
OFFERED: Final = [host for host in HOSTS if len(host.partition(".")[0]) >= SHORTEST_NAME]
LONG_HOST: Final = 11  # letters, "hotmail.com": two of them may be wrong, in a shorter one a single one
CUT_SHORT: Final = frozenset({"co", "cm", "om"})  # of "com": few write from hosts in these three countries


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


def address_meant(address: str) -> str:
    """The address with one of the commonest hosts, where its own looks like a slip of that; else nothing.

    It is only ever a question: any host may be a real one. Of a name that is spelled right no ending of a country is
    asked about, as hotmail.se is no slip of hotmail.de.
    """
    name, at, host = address.rpartition("@")
    provider, _, ending = host.partition(".")
    is_country = len(ending.rpartition(".")[2]) == 2 and ending not in CUT_SHORT
    if host in NO_SLIPS or (provider in NAMES and is_country):
        return ""
    near = [*OFFERED, *(each for each in HOSTS if each.partition(".")[0] == provider)]
    found = process.extractOne(host, near, scorer=OSA.distance, score_cutoff=2)
    if not found or found[1] > (2 if len(found[0]) >= LONG_HOST else 1):
        return ""
    return name + at + found[0]


def address_chosen(typed: str, answer: str) -> str:
    """What was typed, or the answer to the question about it, where that is what was meant."""
    return answer if answer and answer == address_meant(normal_address(typed)) else typed
