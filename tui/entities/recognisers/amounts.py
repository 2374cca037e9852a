"""Sums of money and percentages, in French and in English, with a normal form.

``EUR 1200000000`` (ISO 4217, a point before decimals), ``% 9.5``, and with a stroke between two ends ``GBP 15/48``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tui.entities.recognisers.windows import windows

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNS = dict(
    pair.split("=")
    for pair in "£=GBP €=EUR $=USD US$=USD C$=CAD CA$=CAD A$=AUD AU$=AUD HK$=HKD NZ$=NZD S$=SGD R$=BRL ¥=JPY ₹=INR "
    "₽=RUB ₩=KRW ₺=TRY ₴=UAH CHF=CHF EUR=EUR USD=USD GBP=GBP FCFA=XOF NOK=NOK SEK=SEK DKK=DKK PLN=PLN CZK=CZK HUF=HUF "
    "CAD=CAD AUD=AUD NZD=NZD JPY=JPY CNY=CNY RMB=CNY INR=INR Rs=INR ZAR=ZAR KES=KES NGN=NGN AED=AED SAR=SAR HKD=HKD "
    "SGD=SGD TRY=TRY MXN=MXN BRL=BRL".split()
)
"""What stands before a number."""
_UNITS = {
    "EUR": "€|EUR|euros?",
    "GBP": "£|GBP|(?:pounds?|quid)(?: sterling)?|livres sterling",
    "CAD": "dollars canadiens|Canadian dollars",
    "AUD": "dollars australiens|Australian dollars",
    "USD": r"\$US|\$|USD|(?:US )?dollars?(?: américains)?",
    "CHF": "CHF|Swiss francs|francs suisses",
    "XOF": "francs CFA|FCFA",
    "FRF": "francs?",
    "JPY": "yens?",
    "CNY": "yuans?",
    "INR": "roupies|rupees",
    "RUB": "roubles|rubles",
    "KRW": "wons?",
    "MXN": "pesos?",
    "PLN": "zlotys?",
    "ZAR": "rands?",
    "MAD": "dirhams?",
    "DZD": "dinars?",
    "ILS": "shekels?",
    "DKK": "couronnes danoises|Danish (?:crowns|kroner)",
    "NOK": "couronnes norvégiennes|Norwegian (?:crowns|kroner)",
    "SEK": "couronnes(?: suédoises)?|kroner|kronor|krona|krone|(?:Swedish )?crowns",
    "GEL": "laris?",
    "MWK": "kwachas?",
    "HUF": "forints?",
    "THB": "bahts?",
    "RON": "lei",
    "GHS": "cedis?",
    "XAF": "francs guinéens",
    "BRL": "reais",
    "UAH": "hryvnias?",
    "NGN": "nairas?",
    "EUR/100": "cents?|centimes?(?: d['’]euros?)?",
    "GBP/100": "pence|p",
}
"""What stands behind a number, by what it is most often."""
_SCALES = {
    3: "thousand|mille|k",
    6: "millions?|mln?|mn|[Mm]",
    9: "billions?|bn|milliards?|Mds?",
    12: "trillions?|tn|tr",
}
"""Powers of ten; a billion is the short scale's in either language, where French has *milliard* before."""
_PERCENT = r"(?:%|per[ -]?cent\b|pc\b|pour[ \u00a0]cent\b|percentage[ ]points?\b|points?[ ]de[ ]pourcentage\b)"
_COUNTS = {1: "un a one", 2: "deux two", 3: "trois three", 4: "quatre four", 5: "cinq five", 6: "six", 10: "dix ten"}
_WORDS = {word: float(number) for number, words in _COUNTS.items() for word in words.split()} | {"half a": 0.5}
_BLANK = "[ \u00a0\u202f]"
_ANCHOR = re.compile(
    r"\d[\d.,]*(?:.{0,3}[%€$£¥₹₽₩₺₴]|.{0,2}(?:per|pour|p)|.{0,24}(?:[Ee]uro|dollar|pound|quid|livre|franc|yen|yuan|rou|rup|rub"
    r"|won|peso|zlot|rand|dirh|dina|shek|couron|kr|reais|hryv|naira|lari|kwach|crown|forin|baht|cedi|cent|pence|point|[A-Z]{3}))"
    r"|(?:[%€$£¥₹₽₩₺₴]|[A-Z]{3}).{0,2}\d|[mb]illi"
)
"""Without one of these there is no amount."""


class Amount(NamedTuple):
    """Where a sum or a percentage stands, and its normal form."""

    start: int
    end: int
    normal: str


@cache
def _pattern() -> re.Pattern[str]:
    number = rf"\d{{1,3}}(?:(?:{_BLANK}|[,.’'])\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)|\d+(?:[.,]\d+)?"
    scales = "|".join(_SCALES.values()).replace("[Mm]", "M")
    scale = rf"(?:{_BLANK}|-)?(?:{scales})(?![^\W\d_])"
    sign = "|".join(re.escape(each) for each in sorted(_SIGNS, key=len, reverse=True))
    unit = "|".join(_UNITS.values()).replace(" ", _BLANK)
    counts = "|".join(_WORDS).replace(" ", _BLANK)
    to = rf"(?:{_BLANK}(?:à|to|ou|or){_BLANK}|{_BLANK}?[-–—]{_BLANK}?)"
    return re.compile(
        rf"""(?<![\w.,])(?:
          [-−+]?(?P<sign>{sign}){_BLANK}?(?P<n1>{number})(?P<k1>{scale}|m\b)?
            (?:{to}(?P<sign2>{sign})?{_BLANK}?(?P<n2>{number})(?P<k2>{scale}|m\b)?)?(?![^\W\d_]|[.,]\d)
        | [-−+]?(?P<n3>{number})(?:{to}|{_BLANK}?{_PERCENT}{_BLANK}?[-–]{_BLANK}?)
            (?P<n4>{number}){_BLANK}?{_PERCENT}
        | [-−+]?(?P<n5>{number}){_BLANK}?{_PERCENT}
        | (?P<n6>{number}|\b(?:{counts})(?=.[mb]illi))
            (?P<k6>{scale})?(?:{to}(?P<n7>{number})(?P<k7>{scale})?)?
            (?:{_BLANK}|-)?(?:d['’]|de{_BLANK})?(?P<unit>{unit})(?![^\W_]|['’]\w)
        )""",
        re.VERBOSE,
    )


def amounts(text: str, start: int, end: int) -> Iterator[Amount]:
    """The sums and percentages in ``text[start:end]``, in order; none over another."""
    for begin, stop in windows(text, start, end, _ANCHOR, 40):
        for match in _pattern().finditer(text, begin, stop):
            yield Amount(match.start(), match.end(), _normal(match))


def normal_amount(text: str) -> str:
    """The normal form of a mention of an amount; the text itself where it has none."""
    found = next(amounts(text, 0, len(text)), None)
    return found.normal if found is not None else text.casefold()


def _normal(match: re.Match[str]) -> str:
    if match["n5"]:
        return f"% {_plain(_value(match['n5'], None))}"
    if match["n4"]:
        return f"% {_plain(_value(match['n3'], None))}/{_plain(_value(match['n4'], None))}"
    if match["sign"]:
        unit = _SIGNS[match["sign"]]
        first, second = (match["n1"], match["k1"]), (match["n2"], match["k2"])
    else:
        unit = next(
            code for code, pattern in _UNITS.items() if re.fullmatch(pattern.replace(" ", _BLANK), match["unit"])
        )
        first, second = (match["n6"], match["k6"]), (match["n7"], match["k7"])
    share = 0.01 if unit.endswith("/100") else 1
    unit = unit.removesuffix("/100")
    if second[0] is None:
        return f"{unit} {_plain(_value(*first) * share)}"
    first = first[0], first[1] or second[1]
    return f"{unit} {_plain(_value(*first) * share)}/{_plain(_value(*second) * share)}"


def _value(number: str, scale: str | None) -> float:
    """``1 450 000``, ``1,200.50``, ``1,2``: a comma or a point before three digits groups, else it is decimal."""
    if number in _WORDS:
        value = _WORDS[number]
    else:
        plain = re.sub(rf"{_BLANK}|['’]", "", number)
        plain = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", plain) if scale is None else plain
        value = float(plain.replace(",", "."))
    if scale:
        word = scale.strip(" -\u00a0\u202f")
        value *= 10 ** next(power for power, pattern in _SCALES.items() if re.fullmatch(pattern, word))
    return value


def _plain(value: float) -> str:
    """Without a tail of zeros or the noise of binary fractions."""
    return f"{round(value, 6):.6f}".rstrip("0").rstrip(".")
