"""Which goods are there: on a card, in a list, on their page, in the seller's hands?"""

from backend.catalogue.selectors.alternatives import alternatives
from backend.catalogue.selectors.cards import (
    Card,
    booth_products,
    cards,
    goods_to_come,
    in_season,
    item_of,
    listed,
    newest,
    typical,
)
from backend.catalogue.selectors.categories import CategoryTree, category_of, category_tree
from backend.catalogue.selectors.counts import (
    listed_addresses,
    product_counts,
    products_per_commune,
    products_per_province,
    products_per_shelf,
)
from backend.catalogue.selectors.facets import Facet, Facets, facets
from backend.catalogue.selectors.products import ProductPage, ShownVariant, product_page
from backend.catalogue.selectors.query import ORDERINGS, STARS, ResultsQuery, results_query
from backend.catalogue.selectors.results import items, results
from backend.catalogue.selectors.sellable import Sellable, sellable
from backend.catalogue.selectors.seller import (
    product_of_booth,
    products_of_booth,
    said_sold_out,
    selling_out,
    variant_of_booth,
)

__all__ = [
    "ORDERINGS",
    "STARS",
    "Card",
    "CategoryTree",
    "Facet",
    "Facets",
    "ProductPage",
    "ResultsQuery",
    "Sellable",
    "ShownVariant",
    "alternatives",
    "booth_products",
    "cards",
    "category_of",
    "category_tree",
    "facets",
    "goods_to_come",
    "in_season",
    "item_of",
    "items",
    "listed",
    "listed_addresses",
    "newest",
    "product_counts",
    "product_of_booth",
    "product_page",
    "products_of_booth",
    "products_per_commune",
    "products_per_province",
    "products_per_shelf",
    "results",
    "results_query",
    "said_sold_out",
    "sellable",
    "selling_out",
    "typical",
    "variant_of_booth",
]
