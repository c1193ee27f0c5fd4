"""Bytes of a file as text, in whatever encoding a program wrote it: the mark at the beginning, else what fits."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
NAMES: Final = {
    "utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32-le": "UTF-32", "utf-32-be": "UTF-32",
    "cp1252": "Windows-1252", "mac_roman": "MacRoman",
}  # fmt: skip
NO_TEXT: Final = (  # how files begin that are none
    (b"PK\x03\x04", "This is an Excel workbook or another packed file. Save it as CSV or text, and send that."),
    (b"%PDF", "This is a PDF. Send the records as RIS, BibTeX, CSV or another form of text."),
    (b"\xd0\xcf\x11\xe0", "This is a file of an old Excel or Word. Save it as CSV or text, and send that."),
    (b"\x1f\x8b", "This file is compressed. Unpack it, and send what was in it."),
)  # fmt: skip
UNKNOWN: Final = "This file is no text in an encoding that is known here. Save it as UTF-8, and send it again."
DECLARED: Final = re.compile(rb"""\A\s*<\?xml[^>]*\bencoding=["']([\w.-]+)["']""")
FIRST: Final = 4096  # bytes that are looked at
LIKELY: Final = frozenset("éèêëáàâäãåçñóòôöõúùûüíìîïøæœßšžÉÖÜÄÅØÁÓÇ’‘“”–—…°±µ©®×")
FREQUENT: Final = frozenset("éöüäèçñøåßáó’“”–")
# What Windows and the Mac each call the rest; of Asia only where neither makes sense.
OF_ONE_BYTE: Final = ("cp1252", "mac_roman")
OF_SEVERAL: Final = ["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp1251", "koi8_r", "iso8859_2", "cp1250"]


class NoText(ValueError):
    """Raised for bytes that are no text; says what they are and what to do."""


@dataclass(frozen=True)
class Decoded:
    """`encoding`: as people call it, for telling how the file was read."""

    text: str
    encoding: str


def decoded(data: bytes) -> Decoded:
    """The text. Lines of another encoding than the rest, as where two files were put together, are read as theirs.

    Raises `NoText`.
    """
    for begins, told in NO_TEXT:
        if data.startswith(begins):
            raise NoText(told)
    encoding, skipped = encoding_of(data)
    try:
        text = data[skipped:].decode(encoding) if encoding else mixed(data)
    except UnicodeDecodeError as error:
        if not encoding.startswith("utf-16"):
            raise NoText(UNKNOWN) from error
        text = data[skipped:].decode(encoding, "replace").rstrip("\ufffd")  # half a character at its end
    if "\0" in text[:FIRST]:
        raise NoText(UNKNOWN)
    return Decoded(text.removeprefix("\ufeff"), NAMES.get(encoding or "cp1252", encoding))


def encoding_of(data: bytes) -> tuple[str, int]:
    """The encoding, "" where lines differ in it, and how many bytes its mark takes."""
    for mark, encoding in MARKS:
        if data.startswith(mark) and fits(data[len(mark) :], encoding):
            return encoding, len(mark)
    for mark, encoding in MARKS[3:]:
        if data.startswith(mark):
            return encoding, len(mark)
    if without := utf_16_of(data):
        return without, 0
    if fits(data, "utf-8"):
        return "utf-8", 0
    if (declared := declared_in(data)) and fits(data, declared):
        return declared, 0
    if is_partly_utf_8(data):
        return "", 0
    return of_rest(data), 0


def fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def utf_16_of(data: bytes) -> str:
    """Without a mark it is known by its noughts: every other byte of plain letters is one."""
    first = data[:FIRST]
    even, odd = first[::2].count(0), first[1::2].count(0)
    most = max(len(first) // 2, 1)
    if odd / most > 0.3 and even * 10 < odd:
        return "utf-16-le"
    return "utf-16-be" if even / most > 0.3 and odd * 10 < even else ""


def declared_in(data: bytes) -> str:
    found = DECLARED.match(data[:FIRST])
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else ""
        codecs.getincrementaldecoder(name or "utf-8")
    except LookupError:
        return ""
    return name if not name.startswith("utf-16") else ""


def is_partly_utf_8(data: bytes) -> bool:
    """Whether lines that are UTF-8 beyond ASCII stand beside others that are not."""
    lines = [line for line in data.splitlines() if not line.isascii()]
    return any(fits(line, "utf-8") and len(line) > len(line.decode("utf-8")) for line in lines)


def mixed(data: bytes) -> str:
    lines = data.splitlines(keepends=True)
    rest = of_rest(b"".join(line for line in lines if not fits(line, "utf-8")))
    return "".join(line.decode("utf-8" if fits(line, "utf-8") else rest, "replace") for line in lines)


def of_rest(data: bytes) -> str:
    """The one whose letters make the more likely words; where none does, what statistics say of it."""
    high = bytes(byte for byte in data if byte > 0x7F)[: 50 * FIRST]
    scores = {encoding: likelihood(data, encoding) for encoding in OF_ONE_BYTE}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] >= len(high) / 2:
        return best
    guessed = from_bytes(data[: 16 * FIRST], cp_isolation=OF_SEVERAL).best()
    return guessed.encoding if guessed and fits(data, guessed.encoding) else best if fits(data, best) else "latin_1"


def likelihood(data: bytes, encoding: str) -> int:
    text = data.decode(encoding, "replace")
    beyond = [char for char in text if char > "\x7f"]
    return sum(
        2 if char in FREQUENT else 1 if char in LIKELY else 0 if char.isalpha() and char != "\ufffd" else -2
        for char in beyond[: 50 * FIRST]
    )
