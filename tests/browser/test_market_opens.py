"""The market opens on 390 px: a guest, two producers, two ways of paying, an officer."""

import re

from playwright.sync_api import Page, expect

from backend.demo.rules import PASSWORD
from tests.market import Market
from tests.pages import GUEST, Visits, goods_called


def test_a_guest_buys_from_two_booths_and_both_hand_over(visits: Visits, market: Market):
    guest = visits.context(GUEST).new_page()
    booths = put_both_in_the_cart(guest)
    check_out(guest, booths)
    pay_at_the_bank(guest, market)

    waybills = ["EB123456789VN", "EB987654321VN"]
    for booth, waybill in zip(booths, waybills, strict=True):
        hand_over(visits, guest, booth, waybill)

    guest.reload()
    for waybill in waybills:
        expect(guest.get_by_text(waybill).first).to_be_visible()
    assert no_wider_than_the_phone(guest)
    verify_a_booth(visits)


def put_both_in_the_cart(page: Page) -> list[dict]:
    """Finds the fish sauce by `nuoc mam`, then the mat; returns their booths."""
    page.goto("/")
    chosen = []
    for words, name in (("nuoc mam", "Nước mắm"), ("chieu nga son", "Chiếu cói Nga Sơn")):
        found = goods_called(page.request, words)
        assert name in found["name"]
        search = page.get_by_role("searchbox").first
        search.click()
        search.fill(words)
        search.press("Enter")
        page.get_by_role("link", name=found["name"]).first.click()
        page.get_by_role("button", name="Thêm vào giỏ").locator("visible=true").first.click()
        expect(page.get_by_text(f"Đã thêm {found['name']}")).to_be_visible()
        chosen.append(found["booth"])
    assert chosen[0] != chosen[1]
    return chosen


def check_out(page: Page, booths: list[dict]) -> None:
    """The first by VietQR, the second in cash at the door."""
    page.goto("/gio-hang/")
    for booth in booths:
        expect(page.get_by_text(booth["name"]).first).to_be_visible()
    page.get_by_role("link", name=re.compile("Thanh toán|Mua")).locator("visible=true").last.click()
    page.get_by_label("Họ và tên người nhận").fill("Chị Lan")
    page.get_by_label("Số điện thoại").first.fill("0912 345 678")
    page.get_by_label("Tỉnh, thành phố").select_option("38")
    page.get_by_role("combobox", name="Xã, phường").press_sequentially("nga son", delay=30)
    page.get_by_role("option", name="Xã Nga Sơn").first.click()
    page.get_by_label("Số nhà, thôn, đường").fill("Tổ 3, thôn Mỹ Đông")
    each = page.get_by_label(re.compile("^Chọn riêng|từng"))
    each.check()
    for booth, way in zip(booths, ("vietqr", "cod"), strict=True):
        page.locator(f"#{booth['slug']}-tra-{way}").check()
    expect(page.locator("#don")).to_contain_text("Tổng tiền")
    page.get_by_role("button", name="Đặt hàng").locator("visible=true").first.click()
    page.wait_for_url("**/don-mua/DM*/")
    expect(page.get_by_text("chờ chuyển khoản").first).to_be_visible()


def pay_at_the_bank(guest: Page, market: Market) -> None:
    """Copies what the page gives to copy, and pays at the bank's counter; the page then changes."""
    copied = [button.get_attribute("data-copy") for button in guest.locator("[data-copy]").all()]
    account, amount, memo = copied[:3]
    bank = guest.context.new_page()
    bank.goto(market.bank_url)
    bank.get_by_label("Tới tài khoản").select_option(account)
    bank.get_by_label("Số tiền").fill(amount)
    bank.get_by_label("Nội dung", exact=True).fill(memo)
    bank.get_by_role("button", name="Chuyển", exact=True).click()
    expect(bank.locator("#told")).to_contain_text(memo)
    bank.close()
    expect(guest.get_by_text("Đã thanh toán").first).to_be_visible(timeout=20_000)


def hand_over(visits: Visits, guest: Page, booth: dict, waybill: str) -> None:
    """The producer signs in with phone and password, confirms, packs, and sends by post."""
    phone = guest.request.get(f"/api/v1/booths/{booth['slug']}/").json()["phone"]
    page = visits.context(GUEST).new_page()
    page.goto("/tai-khoan/dang-nhap/?next=/ban-hang/")
    page.locator("[name=login]").fill(phone.replace("+84", "0"))
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").locator("visible=true").last.click()
    page.wait_for_url("**/ban-hang/*/")
    page.goto(page.url + "don-hang/?tab=new")
    page.get_by_role("link", name="Chị Lan").first.click()
    expect(page.get_by_text("0912••••78").first).to_be_visible()
    for words in ("Nhận đơn", "Đã đóng gói"):
        page.get_by_role("button", name=words).locator("visible=true").last.click()
        expect(page.get_by_role("status").or_(page.get_by_role("alert")).first).to_be_visible()
    page.get_by_label("Bưu điện").check()
    page.get_by_label("Mã vận đơn").fill(waybill)
    page.get_by_role("button", name="Đã gửi đi").locator("visible=true").last.click()
    expect(page.get_by_text("Đã ghi là gửi đi")).to_be_visible()
    assert no_wider_than_the_phone(page)
    page.context.close()


def verify_a_booth(visits: Visits) -> None:
    page = visits.context("officer").new_page()
    page.goto("/quan-ly/38/cho-duyet/")
    waiting = page.locator("main a[href*='/gian-hang/']")
    name, before = waiting.first.inner_text(), waiting.count()
    waiting.first.click()
    page.get_by_label("Duyệt", exact=True).check()
    page.get_by_role("button", name="Ghi quyết định").locator("visible=true").first.click()
    expect(page.get_by_text("Đã ghi quyết định")).to_be_visible()
    page.goto("/quan-ly/38/cho-duyet/")
    assert waiting.count() < before
    assert name not in page.locator("main").inner_text()
    page.context.close()


def no_wider_than_the_phone(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")
