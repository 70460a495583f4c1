"""Which words were asked for, and which words does a product answer to?"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from backend.core.errors import Invalid
from backend.core.text import clean_line, fold, strip_marks

LONGEST_QUERY = 100
MOST_WORDS = 10

# A search document is " name | booth and place # the rest ": folded words hold neither sign, so
# the place of a word tells what it was found in.
NAME_ENDS = "|"
PLACE_ENDS = "#"

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NOT_WORD = re.compile(r"[\W_]+")
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person typed into the search.

    `words` are folded, `marked` those typed with diacritics, in their canonical spelling.
    `literal` is the text itself when it holds no letter or digit (`%`), else "".
    """

    typed: str
    words: tuple[str, ...]
    marked: tuple[str, ...]
    literal: str

    def __bool__(self) -> bool:
        return bool(self.words or self.literal)


def wanted(typed: str) -> Wanted:
    """Raises Invalid on `q`: more than 100 characters or 10 words, or not readable."""
    try:
        cleaned = clean_line(typed, LONGEST_QUERY, required=False)
        if _UNREADABLE in cleaned:
            raise Invalid(_("Có ký tự không đọc được. Bạn gõ lại giúp."), code="invalid_encoding")
    except Invalid as wrong:
        raise Invalid(wrong.message, code=wrong.code, field="q", **wrong.extra) from None
    words = fold(cleaned).split()
    if len(words) > MOST_WORDS:
        raise Invalid(
            _("Chỉ tìm tối đa %(most)s chữ một lần.") % {"most": MOST_WORDS},
            code="too_many_words",
            field="q",
        )
    return Wanted(
        typed=cleaned,
        words=tuple(dict.fromkeys(words)),
        marked=tuple(dict.fromkeys(word for word in _exact_words(cleaned) if is_marked(word))),
        literal="" if words else cleaned,
    )


def search_document(name: str, places: Iterable[str], rest: Iterable[str]) -> str:
    """The folded words of a product with a space around each."""
    return (
        f" {fold(name)} {NAME_ENDS} {fold(' '.join(places))} {PLACE_ENDS} {fold(' '.join(rest))} "
    )


def exact_document(texts: Iterable[str]) -> str:
    """The words as they are written, each once, with a space around each."""
    return f" {' '.join(dict.fromkeys(_exact_words(' '.join(texts))))} "


def is_marked(word: str) -> bool:
    return strip_marks(word) != word


def _exact_words(text: str) -> list[str]:
    """Lower case, the tone mark at the end of its word: "hòa" and "hoà" are one spelling."""
    composed = unicodedata.normalize("NFC", text).lower()
    return [_tone_last(word) for word in _NOT_WORD.split(composed) if word]


def _tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tone = "".join(letter for letter in letters if letter in _TONES)
    bare = "".join(letter for letter in letters if letter not in _TONES)
    return unicodedata.normalize("NFC", bare) + tone
