"""What is said on which occasion, in warm and short Vietnamese with the next step."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backend.core.money import format_dong

_LONGEST_VALUE = 200
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Kind:
    """`also` is (value, sentence): said only when that value is not empty.

    `is_secret`: whoever reads it may act as the receiver, so it stays out of the in-app list.
    """

    subject: Promise
    body: Promise
    also: tuple[str, Promise] | None = None
    is_secret: bool = False

    def written(self, context: Mapping[str, Any], language: str) -> tuple[str, str, dict[str, str]]:
        """Subject, body and the shown values. Values are put in once and never read as a template.

        Sums end in `_vnd`. Raises KeyError when the text names a value that is not given.
        """
        with translation.override(language):
            values = {name: _shown(name, value) for name, value in context.items()}
            body = str(self.body) % values
            if self.also and values.get(self.also[0]):
                body = f"{body} {str(self.also[1]) % values}"
            return str(self.subject) % values, body, values


def _shown(name: str, value: Any) -> str:
    if name.endswith("_vnd"):
        return format_dong(value)
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return gettext("%(time)s ngày %(day)s") % {
            "time": local.strftime("%H:%M"),
            "day": local.strftime("%d/%m/%Y"),
        }
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return " ".join(_CONTROL.sub(" ", str(value)).split())[:_LONGEST_VALUE]


KINDS: dict[str, Kind] = {
    # code, minutes
    "one_time_code": Kind(
        _("Mã xác nhận của bạn"),
        _(
            "%(code)s là mã xác nhận Chợ Số của bạn, dùng trong %(minutes)s phút. "
            "Đừng đưa mã cho ai, kể cả người xưng là nhân viên chợ."
        ),
        is_secret=True,
    ),
    # Someone asked for a code, or signed up, with this phone or e-mail; the page said the same
    # as always, so only the owner learns how it stands.
    "no_account": Kind(
        _("Chưa có tài khoản nào ở đây"),
        _("Có người xin mã đăng nhập Chợ Số cho bạn, nhưng bạn chưa có tài khoản. Mở tài khoản:"),
    ),
    "account_exists": Kind(
        _("Bạn đã có tài khoản"),
        _("Có người mở tài khoản Chợ Số cho bạn, nhưng bạn đã có rồi. Đăng nhập tại đây:"),
    ),
    # code (of the order the guest asked about)
    "guest_link": Kind(
        _("Đường dẫn xem đơn %(code)s"),
        _("Bạn vừa hỏi lại đơn %(code)s. Mở đường dẫn này để xem, đừng chuyển cho người khác:"),
        is_secret=True,
    ),
    # code (purchase), total_vnd
    "order_placed_buyer": Kind(
        _("Chợ đã nhận đơn mua %(code)s"),
        _(
            "Cảm ơn bạn. Đơn mua %(code)s, tổng %(total_vnd)s, đã tới người bán. "
            "Xem đơn, thanh toán và theo dõi tại đây:"
        ),
    ),
    # code (order), booth, total_vnd
    "order_placed_seller": Kind(
        _("Đơn mới %(code)s"),
        _("%(booth)s có đơn mới %(code)s, %(total_vnd)s. Mở đơn để xem và nhận:"),
    ),
    # code, booth, amount_vnd
    "order_paid_buyer": Kind(
        _("Đã nhận tiền đơn %(code)s"),
        _("%(booth)s đã nhận đủ %(amount_vnd)s cho đơn %(code)s. Người bán sẽ sớm chuẩn bị hàng."),
    ),
    # code, amount_vnd
    "order_paid_seller": Kind(
        _("Đơn %(code)s đã được thanh toán"),
        _("Khách đã chuyển đủ %(amount_vnd)s cho đơn %(code)s. Mở đơn để nhận và đóng gói:"),
    ),
    # code, booth, received_vnd, missing_vnd
    "payment_short": Kind(
        _("Đơn %(code)s còn thiếu %(missing_vnd)s"),
        _(
            "%(booth)s mới nhận %(received_vnd)s cho đơn %(code)s, còn thiếu %(missing_vnd)s. "
            "Mở đơn, mã QR cho phần còn lại đã sẵn:"
        ),
    ),
    # code, booth, amount_vnd (the excess), due_by
    "payment_over": Kind(
        _("Đơn %(code)s: bạn chuyển thừa %(amount_vnd)s"),
        _(
            "%(booth)s nhận thừa %(amount_vnd)s của bạn cho đơn %(code)s và phải trả lại trước "
            "%(due_by)s. Đơn vẫn đi bình thường."
        ),
    ),
    # code, amount_vnd
    "transfer_claimed": Kind(
        _("Khách báo đã chuyển tiền đơn %(code)s"),
        _(
            "Khách báo đã chuyển %(amount_vnd)s cho đơn %(code)s. Xem trong ứng dụng ngân hàng của "
            "bạn, đừng tin ảnh chụp màn hình, rồi bấm “Đã nhận đủ” hoặc “Chưa thấy”:"
        ),
    ),
    # code, booth
    "transfer_not_seen": Kind(
        _("%(booth)s chưa thấy tiền đơn %(code)s"),
        _(
            "%(booth)s chưa thấy tiền của đơn %(code)s. Xem lại giúp số tài khoản, số tiền và nội "
            "dung chuyển, hoặc gọi cho người bán:"
        ),
    ),
    # amount_vnd
    "transfer_to_look_at": Kind(
        _("Có %(amount_vnd)s cần bạn xem"),
        _(
            "Tài khoản của bạn vừa nhận %(amount_vnd)s mà chợ chưa khớp được với đơn nào đang chờ "
            "tiền. Mở mục “Chuyển khoản cần xem”:"
        ),
    ),
    # code, booth
    "order_confirmed": Kind(
        _("Người bán đã nhận đơn %(code)s"),
        _("%(booth)s đã nhận đơn %(code)s và đang chuẩn bị hàng cho bạn."),
    ),
    # code, booth, reason
    "order_refused": Kind(
        _("Đơn %(code)s không được nhận"),
        _(
            "Rất tiếc, %(booth)s không bán được đơn %(code)s lần này: %(reason)s. "
            "Tiền đã chuyển (nếu có) sẽ được trả lại. Xem đơn:"
        ),
    ),
    # code, booth, reason
    "order_cancelled": Kind(
        _("Đơn %(code)s đã huỷ"),
        _("Đơn %(code)s của %(booth)s đã huỷ: %(reason)s. Xem đơn:"),
    ),
    # code, booth, detail (how it travels and its waybill, or "")
    "order_handed_over": Kind(
        _("Đơn %(code)s đã gửi đi"),
        _("%(booth)s đã gửi đơn %(code)s của bạn."),
        also=("detail", _("Gửi bằng: %(detail)s.")),
    ),
    # code, booth
    "order_delivered": Kind(
        _("Đơn %(code)s đã giao"),
        _("Đơn %(code)s của %(booth)s đã giao. Có gì chưa ổn, bạn mở đơn và nói với người bán:"),
    ),
    # code, booth, amount_vnd (still missing), until
    "hold_ending": Kind(
        _("Đơn %(code)s sắp hết hạn giữ hàng"),
        _(
            "%(booth)s giữ hàng cho đơn %(code)s tới %(until)s. Còn %(amount_vnd)s chưa chuyển: "
            "mở đơn để thanh toán:"
        ),
    ),
    # code, booth, amount_vnd, due_by
    "refund_due": Kind(
        _("Bạn được trả lại %(amount_vnd)s"),
        _(
            "%(booth)s phải trả lại bạn %(amount_vnd)s của đơn %(code)s trước %(due_by)s. "
            "Mở đơn để xem và nói với người bán chuyển lại vào đâu:"
        ),
    ),
    # code, amount_vnd, due_by, reason
    "refund_due_seller": Kind(
        _("Cần trả lại khách %(amount_vnd)s"),
        _(
            "Đơn %(code)s: %(reason)s. Bạn cần trả lại khách %(amount_vnd)s trước %(due_by)s. "
            "Mở đơn để xem nên làm gì:"
        ),
    ),
    # code, booth, amount_vnd
    "refund_returned": Kind(
        _("Đã trả lại %(amount_vnd)s"),
        _(
            "%(booth)s báo đã trả lại bạn %(amount_vnd)s của đơn %(code)s. "
            "Chưa thấy tiền, bạn mở đơn và gọi người bán:"
        ),
    ),
    # booth, outcome (in words), reason
    "booth_decided": Kind(
        _("%(booth)s: %(outcome)s"),
        _("Cán bộ tỉnh đã xem hồ sơ gian hàng %(booth)s: %(outcome)s."),
        also=("reason", _("Lời nhắn: %(reason)s")),
    ),
}
