"""Was this pasted from a document in an old Vietnamese font (VNI or TCVN3), and what did it say?

Both fonts show Vietnamese by redrawing Western letters, so that the stored text reads "ÑAËC SAÛN"
or "§Æc s¶n". A text counts as such only if every odd word in it turns into Vietnamese syllables:
names such as "Êñuôl", "Muñoz" or "Noël" stay what they are.
"""

import re
import unicodedata

# Base letters, then what each tone (ngang, huyền, sắc, hỏi, ngã, nặng) is written as.
_VOWELS = {
    "a": "aàáảãạ", "ă": "ăằắẳẵặ", "â": "âầấẩẫậ", "e": "eèéẻẽẹ", "ê": "êềếểễệ", "i": "iìíỉĩị",
    "o": "oòóỏõọ", "ô": "ôồốổỗộ", "ơ": "ơờớởỡợ", "u": "uùúủũụ", "ư": "ưừứửữự", "y": "yỳýỷỹỵ",
}  # fmt: skip

_VNI_PLAIN = "\0øùûõï"
_VNI_CIRCUMFLEX = "âàáåãä"
_VNI_BREVE = "êèéúüë"
_VNI = {
    "a": ("a", _VNI_PLAIN), "ă": ("a", _VNI_BREVE), "â": ("a", _VNI_CIRCUMFLEX),
    "e": ("e", _VNI_PLAIN), "ê": ("e", _VNI_CIRCUMFLEX),
    "o": ("o", _VNI_PLAIN), "ô": ("o", _VNI_CIRCUMFLEX), "ơ": ("ô", _VNI_PLAIN),
    "u": ("u", _VNI_PLAIN), "ư": ("ö", _VNI_PLAIN), "y": ("y", _VNI_PLAIN),
}  # fmt: skip
_VNI_SINGLE = {"đ": "ñ", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ì": "ì", "í": "í", "ỵ": "î"}

_TCVN3 = {
    "a": "aµ¸¶·¹", "ă": "¨»¾¼½Æ", "â": "©ÇÊÈÉË", "e": "eÌÐÎÏÑ", "ê": "ªÒÕÓÔÖ", "i": "i×ÝØÜÞ",
    "o": "oßãáâä", "ô": "«åèæçé", "ơ": "¬êíëìî", "u": "uïóñòô", "ư": "\u00adõøö÷ù", "y": "yúýûüþ",
}  # fmt: skip
_TCVN3_SINGLE = {"đ": "®", "Đ": "§", "Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦"}


def _vni_table() -> dict[str, str]:
    table = {written: letter for letter, written in _VNI_SINGLE.items()}
    for vowel, (base, tones) in _VNI.items():
        for letter, tone in zip(_VOWELS[vowel], tones, strict=True):
            table[(base + tone).replace("\0", "")] = letter
    table |= {written.upper(): letter.upper() for written, letter in table.items()}
    table |= {
        written[0].upper() + written[1]: letter.upper()
        for written, letter in table.items()
        if len(written) == 2 and written.islower()
    }
    table |= {
        written[0] + written[1].upper(): letter
        for written, letter in table.items()
        if len(written) == 2 and written.islower()
    }
    return table


def _tcvn3_table() -> dict[str, str]:
    table = {written: letter for letter, written in _TCVN3_SINGLE.items()}
    for vowel, codes in _TCVN3.items():
        table |= dict(zip(codes, _VOWELS[vowel], strict=True))
    return table


class _Font:
    def __init__(self, table: dict[str, str]) -> None:
        self.table = table
        longest_first = sorted(table, key=len, reverse=True)
        self.pattern = re.compile("|".join(map(re.escape, longest_first)))

    def read(self, text: str) -> str:
        return self.pattern.sub(lambda match: self.table[match[0]], text)


_FONTS = (_Font(_vni_table()), _Font(_tcvn3_table()))

_ODD = re.compile("[\u00a1-\u00ff]")
_SURELY_UNICODE = re.compile("[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")
_TONE_MARKS = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile("[a-zA-Z\u00a1-\u00ff]+")
_MICRO_UNIT = re.compile("µ[a-zA-Z]")
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    "(?:iêu|yêu|oai|oay|oao|oeo|uây|uôi|uya|uyê|uyu|ươi|ươu"
    "|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ươ|ưi|ưu|yê|ya"
    "|[aăâeêioôơuưy])"
    "(?:ch|nh|ng|[cmnpt])?"
)


def legacy_font_suggestion(text: str) -> str | None:
    """What the text said in its old font, or None if it needs no repair."""
    if not _ODD.search(text):
        return None
    composed = unicodedata.normalize("NFC", text)
    if _SURELY_UNICODE.search(composed):
        return None
    words = _WORD.findall(composed)
    odd = [word for word in words if _ODD.search(word) and not _MICRO_UNIT.fullmatch(word)]
    strange = [word for word in odd if re.search("[A-Za-z]", word) and not _is_syllable(word)]
    if not strange:
        return None
    for font in _FONTS:
        if all(_is_syllable(font.read(word)) for word in odd):
            return _match_case(font.read(composed))
    return None


def _is_syllable(word: str) -> bool:
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = len(decomposed) - len(decomposed.translate(_TONE_MARKS))
    toneless = unicodedata.normalize("NFC", decomposed.translate(_TONE_MARKS))
    return tones <= 1 and _SYLLABLE.fullmatch(toneless) is not None


def _match_case(text: str) -> str:
    """TCVN3 writes small toned vowels inside words of capitals: "ĐặC SảN" → "ĐẶC SẢN"."""

    def fix(match: re.Match[str]) -> str:
        word = match[0]
        capitals = sum(c.isupper() for c in word)
        return word.upper() if capitals * 2 > len(word) and len(word) > 1 else word

    return re.sub(r"\w+", fix, text)
