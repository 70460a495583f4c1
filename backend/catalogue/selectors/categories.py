"""Which shelves are there, and which stand under which?"""

from dataclasses import dataclass, field

from backend.catalogue.models import Category


@dataclass(frozen=True, slots=True)
class CategoryTree:
    """The whole tree, read with one query: it has a few dozen rows."""

    in_order: tuple[Category, ...]
    _by_slug: dict[str, Category] = field(repr=False)

    @property
    def top(self) -> list[Category]:
        return self.children_of(None)

    def by_slug(self, slug: str) -> Category | None:
        return self._by_slug.get(slug)

    def children_of(self, parent: Category | None) -> list[Category]:
        parent_id = parent.pk if parent else None
        return [category for category in self.in_order if category.parent_id == parent_id]

    def parent_slug(self, category: Category) -> str | None:
        return self.trail(category)[-2].slug if category.parent_id else None

    def trail(self, category: Category) -> list[Category]:
        """From the top down to the category itself, by the slugs of its path."""
        return [self._by_slug[slug] for slug in category.path.strip("/").split("/")]

    def of_path(self, path: str) -> Category | None:
        return self._by_slug.get(path.strip("/").rpartition("/")[2])


def category_of(slug: str) -> Category | None:
    return Category.objects.filter(slug=slug).first()


def category_tree() -> CategoryTree:
    categories = tuple(Category.objects.order_by("position", "id"))
    return CategoryTree(categories, {category.slug: category for category in categories})
