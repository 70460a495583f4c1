"""Price, count and sold out, by people who share the work and type as they speak."""

import pytest

from backend.catalogue import services as catalogue
from backend.catalogue.models import Variant
from backend.core.models import AuditEvent
from tests.builders.catalogue import a_variant
from tests.builders.orders import a_placed_order
from tests.frontend.seller.conftest import member, words_of


@pytest.fixture
def goods(people) -> Variant:
    return a_variant(people.booth_a, name="Mắm tôm Hậu Lộc", price_vnd=90_000, on_hand=12)


def page(variant: Variant) -> str:
    return f"san-pham/{variant.product_id}/"


def typed(variant: Variant, price: str, count: object, version: int | None = None) -> dict:
    prefix = f"v{variant.pk}"
    return {
        f"{prefix}-version": variant.version if version is None else version,
        f"{prefix}-price_vnd": price,
        f"{prefix}-on_hand": count,
    }


def kept(variant: Variant) -> tuple[int, int]:
    variant.refresh_from_db()
    return variant.price_vnd, variant.on_hand


def test_the_list_tells_price_and_what_is_left(owner, goods):
    a_placed_order(goods, 2)
    words = owner.reads("san-pham/")
    assert "Mắm tôm Hậu Lộc" in words
    assert "90.000 ₫" in words
    assert "còn 10 · giữ 2" in words


def test_goods_are_found_by_name_with_or_without_marks(owner, people, goods):
    a_variant(people.booth_a, name="Chiếu cói Nga Sơn")
    for q in ("mắm tôm", "mam tom", "hau loc"):
        words = owner.reads("san-pham/", q=q)
        assert "Mắm tôm" in words
        assert "Chiếu cói" not in words
    assert "Không thấy sản phẩm nào" in owner.reads("san-pham/", q="xe đạp")


def test_goods_are_narrowed_to_those_that_need_a_look(owner, people, goods):
    few = a_variant(people.booth_a, name="Sắp hết", on_hand=2)
    out = a_variant(people.booth_a, name="Hết rồi", on_hand=0)
    hidden = a_variant(people.booth_a, name="Cất đi")
    catalogue.hide(hidden.product)
    names = {"few": few, "out": out, "hidden": hidden}
    for shown, variant in names.items():
        page = owner.page("san-pham/", loc=shown).content.decode()
        found = [v for v in (goods, *names.values()) if f"san-pham/{v.product_id}/" in page]
        assert found == [variant], shown


def test_only_the_own_goods_are_listed(owner, people, goods):
    theirs = a_variant(people.booth_b, name="Của người khác")
    assert "Của người khác" not in owner.reads("san-pham/")
    assert owner.page(page(theirs)).status_code == 404
    assert owner.does(page(theirs), **typed(theirs, "1.000", 1)).status_code == 404
    assert owner.does(f"{page(theirs)}het-hang/").status_code == 404
    assert kept(theirs) == (90_000, 20)


@pytest.mark.promise("C52")
@pytest.mark.parametrize("price", ["50.000đ", "50,000", "50k", "50 nghìn", "50000"])
def test_a_price_is_typed_as_people_write_it_and_shown_back(owner, goods, price):
    words = owner.told(owner.does(page(goods), **typed(goods, price, 12)))
    assert kept(goods) == (50_000, 12)
    assert "50.000 ₫" in words
    assert AuditEvent.objects.filter(action="variant.price").count() == 1


@pytest.mark.promise("C52")
def test_a_price_with_two_meanings_is_asked_about_and_stays_typed(owner, goods):
    answer = owner.does(page(goods), **typed(goods, "50.00", 7))
    assert answer.status_code == 422
    assert "50 đồng hay 50 nghìn?" in words_of(answer)
    assert 'value="50.00"' in answer.content.decode()
    assert 'value="7"' in answer.content.decode()
    assert kept(goods) == (90_000, 12)


@pytest.mark.parametrize("count", ["-1", "1,5", "", "nhiều", "1000001"])
def test_a_count_is_a_whole_number(owner, goods, count):
    assert owner.does(page(goods), **typed(goods, "90k", count)).status_code == 422
    assert kept(goods) == (90_000, 12)


@pytest.mark.promise("C43")
def test_two_people_at_once_are_shown_both_values(owner, people, goods):
    seen = goods.version
    owner.does(page(goods), **typed(goods, "95k", 12))
    answer = owner.does(page(goods), **typed(goods, "99k", 30, version=seen))
    assert answer.status_code == 409
    words = words_of(answer)
    assert "Giá bán 99.000 ₫ 95.000 ₫" in words
    assert "Trong kho 30 12" in words
    assert 'value="99k"' in answer.content.decode()
    assert kept(goods) == (95_000, 12)
    # The page now holds the version of today: saved once more, the own word counts.
    assert f'value="{goods.version}"' in answer.content.decode()
    assert owner.does(page(goods), **typed(goods, "99k", 30)).status_code == 302
    assert kept(goods) == (99_000, 30)


@pytest.mark.promise("C73")
def test_an_old_page_saved_during_sales_changes_nothing(owner, goods):
    seen = goods.version
    a_placed_order(goods, 3)
    answer = owner.does(page(goods), **typed(goods, "90k", 12, version=seen))
    assert answer.status_code == 409
    assert kept(goods) == (90_000, 12)


@pytest.mark.promise("C73")
def test_a_count_below_what_is_promised_is_refused_with_the_number(owner, goods):
    a_placed_order(goods, 3)
    goods.refresh_from_db()
    answer = owner.does(page(goods), **typed(goods, "90k", 2))
    assert answer.status_code == 409
    assert "Đang giữ 3" in words_of(answer)
    assert kept(goods) == (90_000, 12)


def test_sold_out_in_one_tap_and_back_in_another(owner, goods):
    a_placed_order(goods, 2)
    words = owner.told(owner.does(f"{page(goods)}het-hang/"))
    assert "Đã báo hết hàng" in words
    assert "Hoàn tác hết hàng" in words
    assert kept(goods) == (90_000, 2)
    owner.does(f"{page(goods)}het-hang/", undo="1")
    assert kept(goods) == (90_000, 12)
    assert "Hoàn tác hết hàng" not in owner.reads("san-pham/")


def test_a_strangers_form_finds_no_door(people, goods):
    other = member(people.owner_b, people.booth_a)
    assert other.does(page(goods), **typed(goods, "1.000", 1)).status_code == 404
    assert kept(goods) == (90_000, 12)


@pytest.mark.promise("C112")
def test_a_price_typed_when_the_session_had_ended_waits_for_its_author(nobody, people, goods):
    answer = nobody.does(page(goods), **typed(goods, "77k", 5))
    assert "/tai-khoan/dang-nhap/" in answer.headers["Location"]
    nobody.client.force_login(people.owner_a)
    shown = nobody.page(page(goods)).content.decode()
    assert 'value="77k"' in shown
    assert kept(goods) == (90_000, 12)


def test_as_many_queries_for_ten_goods_as_for_one(owner, people, count_queries):
    for rows in (1, 9):
        for _ in range(rows):
            one = a_variant(people.booth_a)
        with count_queries("seller.products"):
            owner.page("san-pham/")
        with count_queries("seller.product"):
            owner.page(page(one))
