"""How far apart are two places, and how well does a typed text fit the name of one?"""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from math import asin, cos, radians, sin, sqrt
from typing import Literal, Protocol

from backend.core.text import fold, slugify

Zone = Literal["same_province", "near", "far"]
Words = tuple[tuple[str, str], ...]

EARTH_RADIUS_KM = 6371.0
NEAR_KM = 300
TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
FORMER_KINDS = ("Xã ", "Phường ", "Thị trấn ", "Huyện ")
TYPED_KINDS = {
    "xa": "xa",
    "x": "xa",
    "phuong": "phuong",
    "p": "phuong",
    "dac khu": "dac_khu",
    "thi tran": "thi_tran",
}


class Place(Protocol):
    latitude: float
    longitude: float


class CodedPlace(Place, Protocol):
    code: str


def distance_km(one: Place, other: Place) -> float:
    """Along the great circle (haversine)."""
    north = radians(other.latitude - one.latitude)
    east = radians(other.longitude - one.longitude)
    shrink = cos(radians(one.latitude)) * cos(radians(other.latitude))
    half_chord = sqrt(sin(north / 2) ** 2 + shrink * sin(east / 2) ** 2)
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, half_chord))


def zone(origin: CodedPlace, destination: CodedPlace) -> Zone:
    """What a parcel between these two provinces counts as."""
    if origin.code == destination.code:
        return "same_province"
    return "near" if distance_km(origin, destination) <= NEAR_KM else "far"


class Fit(IntEnum):
    """How a typed text fits a name; less is better."""

    SAME_TONES = 0
    SAME_LETTERS = 1
    BEGINS_SAME_TONES = 2
    BEGINS = 3
    A_WORD_BEGINS_SAME_TONES = 4
    A_WORD_BEGINS = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read what was typed: "xa dan" is a name, or the kind xã and the name "dan"."""

    typed: str
    folded: str
    kind: str = ""

    def fit(self, name: str, name_folded: str) -> Fit | None:
        if name_folded == self.folded:
            same = _words(name) == _words(self.typed)
            return Fit.SAME_TONES if same else Fit.SAME_LETTERS
        if name_folded.startswith(self.folded):
            same = _begins(_words(name), _words(self.typed))
            return Fit.BEGINS_SAME_TONES if same else Fit.BEGINS
        if f" {self.folded}" in name_folded:
            words = _words(name)
            starts = range(1, len(words))
            same = any(_begins(words[start:], _words(self.typed)) for start in starts)
            return Fit.A_WORD_BEGINS_SAME_TONES if same else Fit.A_WORD_BEGINS
        return None


def readings(typed: str) -> list[Reading]:
    """Every way to read the text; none when it holds no letter or digit."""
    typed = " ".join(re.sub(r"[.,]", " ", typed).split())
    ways = _readings(typed, "")
    for words, kind in TYPED_KINDS.items():
        if fold(typed).startswith(words + " "):
            ways += _readings(" ".join(typed.split()[len(words.split()) :]), kind)
    return ways


def _readings(typed: str, kind: str) -> list[Reading]:
    # `fold` takes y for i at the end of a word; half a word, "quy" of Quỳnh, has not ended yet.
    keys = dict.fromkeys((fold(typed), slugify(typed).replace("-", " ")))
    return [Reading(typed, key, kind) for key in keys if key]


def bare_name(full_name: str) -> str:
    """`Thị trấn Nga Sơn` → `Nga Sơn`, for the kinds of before 2025."""
    for kind in FORMER_KINDS:
        if full_name.startswith(kind):
            return full_name.removeprefix(kind)
    return full_name


def _words(text: str) -> Words:
    """Each word as its letters and its tone mark, so that "hòa" and "hoà" are equal while
    "hoa" and "hóa" differ."""
    parted = []
    for word in unicodedata.normalize("NFD", text.lower()).split():
        tone = "".join(c for c in word if c in TONE_MARKS)
        letters = "".join(c for c in word if c not in TONE_MARKS)
        parted.append((unicodedata.normalize("NFC", letters), tone))
    return tuple(parted)


def _begins(name: Words, typed: Words) -> bool:
    *whole, (letters, tone) = typed
    if list(name[: len(whole)]) != whole or len(name) <= len(whole):
        return False
    next_letters, next_tone = name[len(whole)]
    half_typed = not tone and letters != next_letters
    return next_letters.startswith(letters) and (half_typed or next_tone == tone)
