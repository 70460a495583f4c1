"""The page of a product says what it is, who made it and how to have it."""

import json
import re
from datetime import date, datetime, timedelta, timezone

import pytest

from backend.booths import services as booths
from backend.catalogue import services as catalogue
from backend.catalogue.models import Product, Variant
from backend.core import clock
from backend.curation.models import Recognition
from tests.builders.catalogue import a_variant
from tests.frontend.shop.conftest import page_of, words_of


def test_it_tells_price_unit_price_stock_place_maker_and_label(market, read):
    words = read(page_of(market.sauce))
    for told in (
        "Nước mắm Ba Làng", "90.000 ₫", "180.000 ₫/l", "Còn 12 chai", "Xã Nga Sơn, Thanh Hóa",
        "Nhà mắm mẫu", "Cá cơm bãi ngang.", "Cá cơm, muối", "Nơi râm mát.", "Vỡ thì đổi.",
        "Có quanh năm",
    ):  # fmt: skip
        assert told in words


def test_a_recognition_is_shown_with_decision_date_and_that_it_is_a_sample(market, read):
    words = read(page_of(market.sauce))
    assert "OCOP 4 sao (dữ liệu mẫu)" in words
    assert "Quyết định MẪU-01" in words


def test_stars_end_by_themselves(market, read):
    later = clock.now() + timedelta(days=400)
    with clock.at(later):
        words = read(page_of(market.sauce))
    assert "OCOP" not in words
    assert "MẪU-01" not in words


def test_a_withdrawn_recognition_is_not_shown(market, read):
    Recognition.objects.update(withdrawn_at=clock.now())
    assert "MẪU-01" not in read(page_of(market.sauce))


def test_both_forms_go_to_the_cart_with_variant_and_quantity(market, client):
    page = client.get(page_of(market.sauce)).content.decode()
    [form] = re.findall(r'<form class="buy".*?</form>', page, re.S)
    assert 'action="/gio-hang/them/" method="post"' in form
    assert f'name="variant" value="{market.sauce.variants.get().pk}"' in form
    assert 'name="quantity"' in form
    assert page.count('name="next" value="checkout"') == 2  # in the page, and at the thumb


def test_variants_are_radio_buttons_and_one_that_is_gone_cannot_be_chosen(market, client):
    big = Variant.objects.create(
        product=market.sauce, name="Can 5 lít", unit="can", price_vnd=700_000,
        ship_weight_grams=6_000, on_hand=0, position=1,
    )  # fmt: skip
    page = client.get(page_of(market.sauce)).content.decode()
    radios = re.findall(r'<input type="radio" name="variant"[^>]*>', page)
    assert len(radios) == 2
    assert "checked" in radios[0]
    assert f'value="{big.pk}"' in radios[1]
    assert "disabled" in radios[1]


def test_sold_out_says_when_the_next_batch_comes_and_offers_no_cart(market, client):
    day = clock.today() + timedelta(days=9)
    Product.objects.filter(pk=market.sauce.pk).update(restock_on=day)
    catalogue.mark_sold_out(product=market.sauce, actor=None)
    response = client.get(page_of(market.sauce))
    assert "Hết hàng. Mẻ mới ra ngày" in words_of(response)
    assert 'name="next"' not in response.content.decode()


def test_a_batch_that_should_have_come_is_not_promised(market, read):
    Product.objects.filter(pk=market.sauce.pk).update(restock_on=clock.today() - timedelta(days=1))
    catalogue.mark_sold_out(product=market.sauce, actor=None)
    assert "Hết hàng. Gọi gian hàng hỏi mẻ tới." in read(page_of(market.sauce))


def test_a_holiday_is_told_and_nothing_can_be_bought(market, client):
    today = clock.today()
    ends = today + timedelta(days=3)
    booths.set_holiday(booth=market.sauce_booth, starts=today, ends=ends, note="Cả nhà đi hội.")
    response = client.get(page_of(market.sauce))
    assert "Cả nhà đi hội." in words_of(response)
    assert 'name="next"' not in response.content.decode()


def test_another_slug_moves_for_good(market, client):
    response = client.get(f"/sp/ten-cu-{market.sauce.pk}/?fbclid=1")
    assert response.status_code == 301
    assert response["Location"] == page_of(market.sauce)
    response = client.get(f"/en/sp/ten-cu-{market.sauce.pk}/")
    assert response["Location"] == f"/en{page_of(market.sauce)}"


@pytest.mark.parametrize("path", ["/sp/x-99/", "/sp/x-999999999999999999/", "/sp/x-0/", "/sp/x/"])
def test_no_such_product_is_404_with_a_search(market, client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert 'action="/tim/"' in response.content.decode()


def test_call_and_zalo_are_the_booths_choice(market, client):
    page = client.get(page_of(market.sauce)).content.decode()
    assert f'href="tel:{market.sauce_booth.phone}"' in page
    assert "https://zalo.me/84" in page
    booths.update(booth=market.sauce_booth, version=None, show_phone=False)
    page = client.get(page_of(market.sauce)).content.decode()
    assert "tel:" not in page
    assert market.sauce_booth.phone not in page
    assert "zalo.me" not in page


def test_ways_to_pay_are_those_of_the_booth(market, read):
    assert "Chuyển khoản VietQR" in read(page_of(market.sauce))
    booths.update(booth=market.sauce_booth, version=None, payment_state="none")
    words = read(page_of(market.sauce))
    assert "Chuyển khoản VietQR" not in words
    assert "Trả tiền mặt khi nhận hàng" in words


def test_an_origin_other_than_the_booths_is_shown(market, read):
    other = a_variant(market.sauce_booth, name="Na Chi Lăng", commune_id="06463").product
    words = read(page_of(other))
    assert "Xã Chi Lăng, Lạng Sơn" in words
    assert "Xã Nga Sơn, Thanh Hóa" in words


def test_structured_data_gives_name_price_and_availability(market, client):
    facts = structured(client.get(page_of(market.sauce)))
    product, offer = facts["Product"], facts["Product"]["offers"]
    assert product["name"] == "Nước mắm Ba Làng"
    assert (offer["price"], offer["priceCurrency"]) == (90_000, "VND")
    assert offer["availability"] == "https://schema.org/InStock"
    trail = [each["name"] for each in facts["BreadcrumbList"]["itemListElement"]]
    assert trail == ["Trang chủ", "Nước mắm", "Nước mắm Ba Làng"]


def test_structured_data_cannot_leave_its_script(market, client):
    Product.objects.filter(pk=market.sauce.pk).update(summary="</script><script>alert(1)</script>")
    response = client.get(page_of(market.sauce))
    assert "<script>alert" not in response.content.decode()
    assert structured(response)["Product"]["description"].startswith("</script>")


def test_the_english_page_says_so_and_keeps_the_content_vietnamese(market, client):
    page = client.get(f"/en{page_of(market.sauce)}").content.decode()
    assert '<html lang="en"' in page
    assert re.search(r'<h1 lang="vi">\s*Nước mắm Ba Làng', page)
    assert f'hreflang="vi" href="http://127.0.0.1:8000{page_of(market.sauce)}"' in page


def test_the_season_is_told_with_what_month_it_is_now(market, read):
    orange = a_variant(
        market.sauce_booth, name="Cam Vân Du", season_start_month=11, season_end_month=1
    ).product
    here = timezone(timedelta(hours=7))
    with clock.at(datetime(2026, 12, 5, 9, tzinfo=here)):
        assert "Mùa vụ: tháng 11 – tháng 1 · Đang vào mùa" in read(page_of(orange))
    with clock.at(datetime(2027, 6, 5, 9, tzinfo=here)):
        assert clock.today() == date(2027, 6, 5)
        assert "Hiện trái mùa" in read(page_of(orange))


def structured(response) -> dict[str, dict]:
    [block] = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.S
    )
    return {each["@type"]: each for each in json.loads(block)["@graph"]}
