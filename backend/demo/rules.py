"""Who is in the demo, and how its orders are spread over the past weeks; pure data and sums."""

from dataclasses import dataclass
from datetime import timedelta

PASSWORD = "chợ số 2026"  # noqa: S105  a demo market's only; its pages tell it

PRODUCER_BOOTH = "nha-mam-mau-hoang-thanh"
TOUR_PHONE = "+84900020900"

DOCUMENT_TITLES = {
    "identity": "Căn cước của người đại diện",
    "business_registration": "Giấy chứng nhận đăng ký kinh doanh",
    "cooperative_registration": "Giấy chứng nhận đăng ký hợp tác xã",
    "group_agreement": "Hợp đồng hợp tác của tổ",
    "food_safety_commitment": "Cam kết an toàn thực phẩm",
    "product_declaration": "Bản tự công bố sản phẩm",
    "craft_village": "Quyết định công nhận làng nghề",
    "vietgap": "Giấy chứng nhận VietGAP",
    "alcohol_retail_licence": "Giấy phép bán lẻ rượu",
}


@dataclass(frozen=True)
class Story:
    """What happens to a seeded order: its way of paying, then each step some hours later."""

    name: str
    payment: str
    steps: tuple[str, ...]
    placed_hours_ago: tuple[int, int]
    count: int


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


DONE = ("confirm", "pack", "ship", "deliver", "complete")

STORIES = [
    Story("new, cash", "cod", (), (1, 20), 9),
    Story("waiting for the transfer", "vietqr", (), (0, 0), 5),
    Story("half the money came", "vietqr", ("pay_short",), (0, 0), 2),
    Story("paid, new", "vietqr", ("pay",), (1, 20), 6),
    Story("to pack", "cod", ("confirm",), (3, 30), 7),
    Story("paid, to pack", "vietqr", ("pay", "confirm"), (3, 30), 5),
    Story("to hand over", "cod", ("confirm", "pack"), (8, 40), 8),
    Story("handed over", "cod", ("confirm", "pack", "ship"), (20, 60), 8),
    Story("on the road", "cod", ("confirm", "pack", "ship", "move"), (30, 80), 6),
    Story("on the road, paid", "vietqr", ("pay", "confirm", "pack", "ship", "move"), (30, 80), 5),
    Story("not met at home", "cod", ("confirm", "pack", "ship", "move", "fail"), (50, 90), 2),
    Story("delivered", "cod", DONE[:4], (60, 150), 12),
    Story("delivered, paid", "vietqr", ("pay", *DONE[:4]), (60, 150), 8),
    Story("completed", "cod", DONE, (220, 1_400), 38),
    Story("completed, paid", "vietqr", ("pay", *DONE), (220, 1_400), 22),
    Story("the buyer changed his mind", "cod", ("cancel_buyer",), (30, 300), 3),
    Story("refused", "cod", ("cancel_seller",), (30, 300), 2),
    Story("refused after payment", "vietqr", ("pay", "cancel_seller"), (6, 40), 2),
    Story("given back", "vietqr", ("pay", "cancel_seller", "refund"), (100, 400), 2),
    Story("never paid", "vietqr", ("expire",), (60, 300), 3),
    Story(
        "coming back",
        "cod",
        ("confirm", "pack", "ship", "move", "fail", "turn_back"),
        (100, 160),
        2,
    ),
    Story(
        "came back",
        "cod",
        ("confirm", "pack", "ship", "move", "fail", "turn_back", "return"),
        (200, 500),
        2,
    ),
    Story("lost", "cod", ("confirm", "pack", "ship", "move", "lose"), (200, 500), 1),
]
