"""With JavaScript switched off one still finds, fills the cart and comes to the checkout's form."""

from tests.pages import GUEST


def test_buying_goes_on_without_script(visits):
    with visits.context(GUEST, "phone", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_role("searchbox").first.fill("nuoc mam")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Nước mắm Ba Làng").first.click()
        page.get_by_role("button", name="Thêm vào giỏ").first.click()
        assert page.url.endswith("/gio-hang/")
        page.goto("/thanh-toan/")
        page.get_by_label("Họ và tên người nhận").fill("Chị Lan")
        page.get_by_label("Số điện thoại").first.fill("0912 345 678")
        page.get_by_label("Tỉnh, thành phố").select_option("38")
        page.get_by_role("button", name="Hiện xã, phường").click()
        page.get_by_label("Xã, phường").select_option("16093")
        page.get_by_label("Số nhà, thôn, đường").fill("Tổ 3, thôn Mỹ Đông")
        page.get_by_role("button", name="Tính phí gửi").last.click()
        assert page.get_by_role("button", name="Đặt hàng").first.is_visible()
        assert page.get_by_label("Họ và tên người nhận").input_value() == "Chị Lan"
