"""A market with goods in two provinces, and what is read on its pages."""

import html
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from backend.booths.models import Booth
from backend.catalogue.models import Category, Product, Variant
from backend.core import clock
from backend.curation import services as curation
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_category, a_variant


@dataclass(frozen=True)
class Market:
    sauces: Category
    mats: Category
    sauce_booth: Booth
    mat_booth: Booth
    sauce: Product
    mat: Product


@pytest.fixture
def market(db) -> Market:
    """Fish sauce of Nga Sơn (Thanh Hóa) with four stars, a mat of Hải Vân (Đà Nẵng)."""
    sauces = a_category("nuoc-mam", name="Nước mắm", name_en="Fish sauce")
    mats = a_category("coi", name="Cói", name_en="Sedge")
    sauce_booth = a_booth(
        name="Nhà mắm mẫu", slug="nha-mam-mau", tagline="Phơi đủ hai mùa nắng", has_zalo=True,
        answering_hours="7:00–20:00", returns="Vỡ thì đổi.", story="Chum đặt ngoài sân.",
    )  # fmt: skip
    mat_booth = a_booth(name="Tổ chiếu mẫu", slug="to-chieu-mau", commune_id="20194")
    sauce = a_variant(
        sauce_booth, name="Nước mắm Ba Làng", category=sauces, price_vnd=90_000, on_hand=12,
        summary="Mắm nhà muối.", story="Cá cơm bãi ngang.", keeping="Nơi râm mát.",
        label={"ingredients": "Cá cơm, muối"}, season_start_month=1, season_end_month=12,
    ).product  # fmt: skip
    mat = a_variant(mat_booth, name="Chiếu cói dệt tay", category=mats, price_vnd=450_000).product
    today = clock.today()
    curation.record_recognition(
        product=sauce, officer=None, kind="ocop", stars=4, title="OCOP 4 sao",
        decision_number="MẪU-01", authority="UBND tỉnh", evidence="B1", is_sample=True,
        decided_on=today - timedelta(days=365), valid_until=today + timedelta(days=365),
    )  # fmt: skip
    return Market(sauces, mats, sauce_booth, mat_booth, sauce, mat)


@pytest.fixture
def read(client):
    """The words of a page that answers 200: no tags, single spaces."""

    def words(path: str, **params: str) -> str:
        response = client.get(path, params)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return words_of(response)

    return words


def words_of(response) -> str:
    page = re.sub(r"(?s)<(script|head)\b.*?</\1>", " ", response.content.decode())
    text = html.unescape(re.sub(r"<[^>]+>", " ", page))
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def page_of(product: Product) -> str:
    return f"/sp/{product.slug}-{product.pk}/"


def more_goods(booth: Booth, category: Category, count: int) -> list[Variant]:
    return [a_variant(booth, category=category) for _ in range(count)]
