"""Which products answer to the typed words, and how well?

Every typed word must begin a word of the product's search document. The document's order (name,
then booth and place, then the rest) tells where it was found, so a score needs no join and no
text search of one engine.
"""

from functools import reduce
from operator import add, and_

from django.db.models import Case, Expression, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import Exact, LessThan

from backend.catalogue.models import Product
from backend.catalogue.rules import Wanted
from backend.catalogue.rules.words import NAME_ENDS, PLACE_ENDS

IN_NAME, IN_PLACE, IN_REST = 3, 2, 1
WHOLE_WORD = 2  # times as good as the beginning of one
SAME_MARKS = 20  # more than a word can score otherwise: mận is neither măn nor mắn


def matches(wanted: Wanted) -> Q:
    """Wildcards of LIKE count as themselves: Django escapes them, folded words hold none."""
    if wanted.literal:
        return Q(name__contains=wanted.literal)
    return reduce(and_, (Q(search_text__contains=f" {word}") for word in wanted.words), Q())


def best_first(products: QuerySet[Product], wanted: Wanted) -> QuerySet[Product]:
    """Same diacritics before folded, name before place before the rest; then what sells more."""
    products = products.annotate(
        name_ends=StrIndex("search_text", Value(NAME_ENDS)),
        place_ends=StrIndex("search_text", Value(PLACE_ENDS)),
    )
    scores: list[Expression | Value] = [Value(0)]
    for word in wanted.words:
        scores.append(_tier(f" {word} ") * WHOLE_WORD)
        scores.append(_tier(f" {word}"))
    if len(wanted.words) > 1:
        scores.append(_tier(f" {' '.join(wanted.words)} "))
    scores.extend(_same_marks(word) for word in wanted.marked)
    best = products.annotate(score=reduce(add, scores))
    return best.order_by("-score", "-sold_count", "-id")


def _tier(text: str) -> Case:
    """Where the text stands first: the document names the best places first."""
    position = StrIndex("search_text", Value(text))
    return Case(
        When(Exact(position, 0), then=Value(0)),
        When(LessThan(position, F("name_ends")), then=Value(IN_NAME)),
        When(LessThan(position, F("place_ends")), then=Value(IN_PLACE)),
        default=Value(IN_REST),
        output_field=IntegerField(),
    )


def _same_marks(word: str) -> Case:
    return Case(
        When(search_exact__contains=f" {word} ", then=Value(SAME_MARKS)),
        default=Value(0),
        output_field=IntegerField(),
    )
