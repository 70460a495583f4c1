"""Nothing was found: which other words do find something?"""

from difflib import get_close_matches
from itertools import pairwise
from typing import cast

from django.core.cache import cache
from django.db.models import Count

from backend.catalogue import rules
from backend.catalogue.selectors.cards import listed
from backend.catalogue.selectors.matching import matches
from backend.catalogue.selectors.query import ResultsQuery
from backend.core import text

_VOCABULARY_SECONDS = 300
_VOCABULARY_PRODUCTS = 5_000
_MOST_ALTERNATIVES = 4


def alternatives(query: ResultsQuery) -> list[tuple[str, int]]:
    """Other words that do find something, with how many: similar ones, then fewer of them."""
    typed = rules.wanted(query.q).typed.split()
    respelt = _respelt(typed)
    ways = [" ".join(respelt), *_one_fewer(typed), *_pairs(respelt), *_known(typed)]
    others = [words for words in dict.fromkeys(ways) if words != " ".join(typed)]
    if not others:
        return []
    counts = listed().aggregate(
        **{
            f"n{number}": Count("id", filter=matches(rules.wanted(other)))
            for number, other in enumerate(others)
        }
    )
    found = [(other, counts[f"n{number}"]) for number, other in enumerate(others)]
    return [(other, count) for other, count in found if count][:_MOST_ALTERNATIVES]


def _one_fewer(typed: list[str]) -> list[str]:
    if len(typed) < 2:
        return []
    fewer = [" ".join(typed[:at] + typed[at + 1 :]) for at in reversed(range(len(typed)))]
    return [words for words in fewer if rules.wanted(words).words]


def _respelt(typed: list[str]) -> list[str]:
    """Every unknown word replaced by the most similar word of the goods' names, if there is one."""
    vocabulary = _vocabulary()
    respelt = []
    for word in typed:
        folded = text.fold(word)
        unknown = folded not in vocabulary
        similar = get_close_matches(folded, vocabulary, n=1, cutoff=0.6) if unknown else []
        respelt.append(vocabulary[similar[0]] if similar else word)
    return respelt


def _pairs(words: list[str]) -> list[str]:
    """Neighbouring words of a longer text: goods are mostly called by two."""
    return [" ".join(pair) for pair in pairwise(words)] if len(words) > 2 else []


def _known(typed: list[str]) -> list[str]:
    """The words that names of goods hold, when that leaves any out."""
    vocabulary = _vocabulary()
    known = [word for word in typed if text.fold(word) in vocabulary]
    return [" ".join(known)] if known and known != typed else []


def _vocabulary() -> dict[str, str]:
    """Folded word → as the names of the best sold goods write it; kept for some minutes."""

    def read() -> dict[str, str]:
        names = listed().order_by("-sold_count").values_list("name", flat=True)
        words = " ".join(names[:_VOCABULARY_PRODUCTS]).lower().split()
        return {text.fold(word): word.strip("(),.") for word in words if text.fold(word).isalpha()}

    kept = cache.get_or_set("catalogue.vocabulary", read, _VOCABULARY_SECONDS)
    return cast("dict[str, str]", kept)
