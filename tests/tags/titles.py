"""What editors call things, and the address that server and browser make of it: in plain letters, or in any script."""

from typing import Final

MADE: Final[dict[str, tuple[str, str]]] = {
    "Fear of Spiders": ("fear-of-spiders", "fear-of-spiders"),
    "Große Straße, STRAẞE": ("grosse-strasse-strasse", "große-straße-straße"),
    "Ørsted & Łódź": ("orsted-lodz", "ørsted-łódź"),
    "Đorđe, Æther, Œuvre": ("dorde-aether-oeuvre", "đorđe-æther-œuvre"),
    "Þór og Ðýr": ("thor-og-dyr", "þór-og-ðýr"),
    "ılık İstanbul": ("ilik-istanbul", "ılık-istanbul"),
    "Ħal ŋ ŧ ƒMRI": ("hal-n-t-fmri", "ħal-ŋ-ŧ-ƒmri"),
    "β-blockers, µ and ΜΟΡΦΉΣ": ("beta-blockers-mu-and-muomicronrhophietasigma", "β-blockers-μ-and-μορφής"),
    "Café naïve, ǿ ạ ǎ": ("cafe-naive-o-a-a", "café-naïve-ǿ-ạ-ǎ"),
    "5-HT₂A: ½ of ﬁbres²": ("5-ht2a-12-of-fibres2", "5-ht2a-12-of-fibres2"),
    "  -- a_b__c --  ": ("a-b-c", "a_b__c"),
    "Страх": ("", "страх"),
    "不安 と 恐怖": ("", "不安-と-恐怖"),
    "(R)-ketamine, (tm) +-": ("r-ketamine-tm", "r-ketamine-tm"),
    "“Quoted” ‘it’s’ – dash\N{NO-BREAK SPACE}here": ("quoted-its-dash-here", "quoted-its-dash-here"),
    "😀": ("", ""),
    "a" * 60 + " " + "b" * 60: ("a" * 60 + "-" + "b" * 59, "a" * 60 + "-" + "b" * 59),
    "a" * 119 + " b": ("a" * 119, "a" * 119),
}
LONGEST: Final = 120
