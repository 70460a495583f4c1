"""The booth's own page: may it sell, when is it away, how is it paid, who acts for it."""

from datetime import timedelta

import pytest

from backend.booths import services as booths
from backend.booths.models import Booth
from backend.core import clock
from tests.frontend.seller.conftest import words_of


def test_the_owner_sees_state_money_and_people(owner, people):
    words = owner.reads("gian-hang/")
    assert "Đang bán" in words
    assert people.booth_a.bank_account_number in words
    assert "Chủ A" in words
    assert "Gói A" in words


def test_a_holiday_is_set_seen_everywhere_and_ended(owner, people):
    today = clock.today()
    words = owner.told(
        owner.does(
            "gian-hang/nghi/",
            starts=today.isoformat(),
            ends=(today + timedelta(days=2)).strftime("%d/%m/%Y"),
            note="Nhà có giỗ",
        )
    )
    assert "Nhà có giỗ" in words
    assert "Đang nghỉ" in owner.reads("san-pham/")
    assert "Sửa ngày nghỉ hoặc bán lại" in owner.reads()
    assert "Đã hết nghỉ" in owner.told(owner.does("gian-hang/nghi/", end="1"))
    people.booth_a.refresh_from_db()
    assert people.booth_a.holiday_from is None


@pytest.mark.parametrize(
    ("starts", "ends"), [("", ""), ("hôm nào đó", ""), ("2030-05-02", "2030-05-01")]
)
def test_dates_that_make_no_holiday_are_asked_again(owner, people, starts, ends):
    answer = owner.does("gian-hang/nghi/", starts=starts, ends=ends, note="Về quê")
    assert answer.status_code == 422
    assert 'value="Về quê"' in answer.content.decode()
    people.booth_a.refresh_from_db()
    assert people.booth_a.holiday_from is None


def test_a_suspended_booth_reads_why(owner, people):
    reason = "Thiếu giấy an toàn thực phẩm"
    booths.review(booth=people.booth_a, officer=people.officer, outcome="suspended", reason=reason)
    assert "Gian hàng chưa bán được" in owner.reads()
    assert reason in owner.reads("gian-hang/")


def test_a_booth_sent_back_for_changes_hands_in_again(owner, packer, people):
    booth = people.booth_a
    Booth.objects.filter(pk=booth.pk).update(state=Booth.State.SUBMITTED)
    booths.review(booth=booth, officer=people.officer, outcome="changes", reason="Ảnh mờ")
    assert "Ảnh mờ" in owner.reads("gian-hang/")
    assert packer.does("gian-hang/nop/").status_code == 403
    for _ in range(2):
        assert owner.does("gian-hang/nop/").status_code == 302
    booth.refresh_from_db()
    assert booth.state == Booth.State.SUBMITTED


def test_an_open_booth_cannot_be_handed_in(owner, people):
    assert "không làm được việc này" in owner.told(owner.does("gian-hang/nop/"))
    people.booth_a.refresh_from_db()
    assert people.booth_a.state == Booth.State.ACTIVE


def test_a_packer_reads_the_state_and_edits_nothing(packer):
    answer = packer.page("gian-hang/")
    assert "Đang bán" in words_of(answer)
    assert "<form" not in answer.content.decode()
