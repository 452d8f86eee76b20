"""Find what should not be published in a text: addresses, numbers, draft words."""

from __future__ import annotations

import re
import unicodedata

# Provisional wherever it stands. What each may begin with stands before all of them: most letters
# are then passed over at one glance.
_PROVISIONAL = re.compile(
    r"(?=[同別○〇◯●×✕xXｘＸ?？T後あこ])(?:"
    r"同上|同左|別[紙添]の(?:とおり|通り)|別[紙添]参照"
    r"|[○〇◯●]{2,}|[×✕]{2,}|(?<![A-Za-zＡ-Ｚａ-ｚ])[xXｘＸ]{3,}(?![A-Za-zＡ-Ｚａ-ｚ])|[?？]{3,}"
    r"|(?<![A-Za-z])(?:TODO|TBD)(?![A-Za-z])"
    r"|後日記[入載]|[後あ][でと](?:で)?(?:記入|書く)|ここ[にへ](?:記入|入力))"
)
# Provisional only where nothing else is said.
_ALONE = re.compile(
    r"(?:(?:現在|目下|ただいま)[、,]?)?(?:調整中|作成中|確認中|未定)(?:です|である)?[。．.]?"
    r"|(?:[前昨先](?:年度?|回)|上記?|左|右)(?:の(?:回答|内容))?(?:[とに]?同(?:じ|様)|の(?:とおり|通り))"
    r"(?:です|である)?[。．.]?"
    r"|[-‐‑–—―−ー・.…。、*＊/／〃″〻々\"”↑←→同]+"
)


def placeholders(text: str) -> list[str]:
    """Words that hold a place until the real text is written."""
    whole = text.strip()
    if whole and _ALONE.fullmatch(whole):
        return [whole]
    return [match[0] for match in _PROVISIONAL.finditer(text)]


# Looked for where a run of such letters begins only, here and below: from each of its letters anew,
# a long run would take the square of its length.
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
_AT = re.compile("[@＠]")


def mail_addresses(text: str) -> list[str]:
    """Full-width letters count too: （ｊｏｈｏ＠ｃｉｔｙ．ｊｐ）."""
    return _as_written(_MAIL, _AT, text)


_PHONE = re.compile(
    r"(?<![0-9-])(?:0[0-9]{1,4}[-(][0-9]{1,4}[-)][0-9]{3,4}|\(0[0-9]{1,4}\)[0-9]{1,4}-[0-9]{4}"
    r"|0[5789]0[0-9]{8})(?![0-9-])"
)
_PHONE_LENGTHS = (10, 11)
_PHONE_DIGITS = re.compile("[0０][0-9０-９]{1,4}.?[0-9０-９]{1,4}.?[0-9０-９]{3}")


def phone_numbers(text: str) -> list[str]:
    """0572-22-1111, (0572)22-1111, 090-1234-5678, 09012345678, in any width and with any dash."""
    found = _as_written(_PHONE, _PHONE_DIGITS, text)
    return [n for n in found if sum(char.isdecimal() for char in n) in _PHONE_LENGTHS]


_TWELVE = re.compile(
    r"(?<![0-9.,-])[0-9]{4}(?P<gap>[ -]?)[0-9]{4}(?P=gap)[0-9]{4}(?![0-9,-]|\.[0-9])"
)
_EIGHT_DIGITS = re.compile("[0-9０-９]{4}.?[0-9０-９]{4}")


def twelve_digits(text: str) -> list[str]:
    """Runs of twelve digits, or three fours with a blank or a dash between them."""
    return _as_written(_TWELVE, _EIGHT_DIGITS, text)


def is_personal_number(number: str) -> bool:
    """True where the check digit is that of a 個人番号 (平成26年総務省令第85号 第5条)."""
    *digits, check = [unicodedata.digit(char) for char in number if char.isdecimal()]
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(d * w for d, w in zip(digits, weights, strict=True)) % 11
    return check == (0 if rest <= 1 else 11 - rest)


_EXTENSIONS = "xls[xmb]?|docx?|pptx?|pdf|csv|txt|zip|jtd|jpe?g|png|accdb|mdb|odt|ods"
_NO_NAME = r"\s、。,:;「」『』()（）【】\\/<>|*?\"'"
_FILE = re.compile(
    rf"(?<![^{_NO_NAME}])[^{_NO_NAME}]+\.(?:{_EXTENSIONS})(?![A-Za-z0-9])"
    r"|\\\\[^\s、。「」()]+|(?<![A-Za-z])[A-Za-z]:\\[^\s、。「」()]*",
    re.IGNORECASE,
)
_FILE_SIGN = re.compile(rf"\.(?:{_EXTENSIONS})|\\", re.IGNORECASE)
"""Every one of them has it, and hardly any other text."""


def file_names(text: str) -> list[str]:
    """Names with an extension, shared folders and drives; not what stands in a web address."""
    if not _FILE_SIGN.search(text):
        return []
    return [match[0] for match in _FILE.finditer(_WEB_ADDRESS.sub(" ", text))]


_WEB_ADDRESS = re.compile(r"https?://[!-~]+")


_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


def private_characters(text: str) -> list[str]:
    """外字: private-use characters, and U+FFFD, which stands where one was lost."""
    return _PRIVATE.findall(text)


# Letters that old machines disagree on and screen readers skip or spell out: parenthesised and
# circled words, Roman numerals, units and company forms in one square, era names in one square,
# emoji and the selectors of variant forms. Circled digits are left: every screen shows them today.
_MACHINE_DEPENDENT = re.compile(
    "[\u2160-\u217f\u2116\u2121\u321d-\u3243\u3280-\u33ff\u32ff"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef\U0001f000-\U0001faff]"
)
_VARIANT = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def machine_dependent(text: str) -> list[str]:
    """機種依存文字; a variant form is shown with the letter before its selector."""
    return [
        text[max(match.start() - 1, 0) : match.end()] if _VARIANT.match(match[0]) else match[0]
        for match in _MACHINE_DEPENDENT.finditer(text)
    ]


# Full-width ASCII and the many dashes as their half-width twins, letter by letter.
_NARROW = {
    **{code: code - 0xFEE0 for code in range(ord("！"), ord("～") + 1)},
    **dict.fromkeys(map(ord, "‐‑–—―−ー－ｰ"), ord("-")),
    ord("\u3000"): ord(" "),
}


def _as_written(pattern: re.Pattern[str], sign: re.Pattern[str], text: str) -> list[str]:
    """Matches in the text with full-width letters taken as half-width, quoted as they stand.

    Each letter is folded alone, so that places in both texts agree. Every match has the `sign` in
    the text as it stands: folding the many texts without one takes ten times as long.
    """
    if not sign.search(text):
        return []
    matches = pattern.finditer(text.translate(_NARROW))
    return [text[match.start() : match.end()] for match in matches]
