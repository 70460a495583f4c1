"""What is decided about goods without asking the database."""

from backend.catalogue.rules.goods import (
    CardPrice,
    SaleUnit,
    card_price,
    in_season,
    product_url,
    season_words,
    stars_on,
    unit_price,
)
from backend.catalogue.rules.words import (
    LONGEST_QUERY,
    MOST_WORDS,
    Wanted,
    exact_document,
    is_marked,
    search_document,
    wanted,
)
from backend.core.pictures import Picture, picture

__all__ = [
    "LONGEST_QUERY",
    "MOST_WORDS",
    "CardPrice",
    "Picture",
    "SaleUnit",
    "Wanted",
    "card_price",
    "exact_document",
    "in_season",
    "is_marked",
    "picture",
    "product_url",
    "search_document",
    "season_words",
    "stars_on",
    "unit_price",
    "wanted",
]
