"""The demo's categories, booths, products and recognitions, made by the market's own services."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings

from backend.accounts.models import User
from backend.booths import services as booths
from backend.booths.models import Booth, Membership
from backend.catalogue import services as catalogue
from backend.catalogue.models import Category, Product
from backend.core import clock
from backend.curation import services as curation
from backend.demo.fixtures import copy_picture, cover, picture_of, read
from backend.demo.rules import DOCUMENT_TITLES
from backend.demo.services.bank import secrets_for
from backend.demo.services.people import Cast
from backend.partners import services as partners
from backend.regions.models import Commune

DAY = timedelta(days=1)


def seed_categories() -> dict[str, Category]:
    made: dict[str, Category] = {}
    for each in read("categories"):
        parent = made.get(each["parent"])
        made[each["slug"]] = catalogue.create_category(
            slug=each["slug"],
            name=each["name"],
            name_en=each["name_en"],
            parent=parent,
            position=each["position"],
            placeholder_stem=copy_picture(each["placeholder"]),
        )
    return made


def seed_booths(cast: Cast) -> dict[str, Booth]:
    """Every booth as of the day it opened, with owner, packer, papers and its bank's messages."""
    communes = {commune.pk: commune for commune in Commune.objects.select_related("province")}
    packers = {each["booth"]: each for each in read("staff")["packers"]}
    made = {}
    for each in read("booths"):
        now = clock.now()
        with clock.at(now - each["opened_days_ago"] * DAY):
            booth = _booth(each, communes[each["commune"]])
            owner = cast.user(name=each["contact_name"], phone=each["phone"])
            booths.add_member(booth=booth, user=owner, role=Membership.Role.OWNER)
            if packer := packers.get(each["slug"]):
                user = cast.user(name=packer["name"], phone=packer["phone"], email=packer["email"])
                booths.add_member(booth=booth, user=user, role=Membership.Role.PACKER)
            booths.submit(booth, actor=owner)
        made[booth.slug] = booth
    return made


def open_booths(made: dict[str, Booth], officers: dict[str, User]) -> None:
    """The officer decides; done after the products, so that each is listed once."""
    for each in read("booths"):
        booth = made[each["slug"]]
        if each["state"] not in ("active", "suspended"):
            continue
        officer = officers.get(booth.province_id, officers[""])
        now = clock.now()
        with clock.at(now - each["opened_days_ago"] * DAY + timedelta(hours=5)):
            curation.decide_on_booth(booth=booth, officer=officer, outcome="approved", reason="")
        if each["state"] == "suspended":
            with clock.at(now - 9 * DAY):
                curation.decide_on_booth(
                    booth=booth,
                    officer=officer,
                    outcome="suspended",
                    reason="Giấy an toàn thực phẩm đã hết hạn, chờ giấy mới.",
                )
        if holiday := each["holiday"]:
            today = clock.today()
            booths.set_holiday(
                booth=booth,
                starts=today + holiday["from_day_offset"] * DAY,
                ends=today + holiday["to_day_offset"] * DAY,
                note=holiday["note"],
            )


def _booth(each: dict[str, Any], commune: Commune) -> Booth:
    bank = each["payment"].get("bank") or {}
    pickup = each["pickup"] or {}
    stem, alt = cover(each["cover"])
    booth = booths.create_booth(
        name=each["name"],
        commune=commune,
        slug=each["slug"],
        kind=each["kind"],
        street=each["street"],
        tagline=each["tagline"],
        story=each["story"],
        people=each["people"],
        tax_code=each["verification"]["tax_code"] or "",
        cover_stem=stem,
        cover_alt=alt,
        contact_name=each["contact_name"],
        phone=each["phone"],
        show_phone=each["show_phone"],
        has_zalo=each["zalo"],
        answering_hours=each["answering_hours"],
        payment_state=each["payment"]["state"],
        takes_cod=each["cod"],
        bank_bin=bank.get("bin", ""),
        bank_name=bank.get("bank_name", ""),
        bank_account_number=bank.get("account_number", ""),
        bank_account_holder=bank.get("account_holder", ""),
        pickup_street=pickup.get("street", ""),
        pickup_hours=pickup.get("hours", ""),
        pickup_note=pickup.get("note", ""),
        prep_days=each["prep_days"],
        returns=each["returns"],
        is_sample=True,
    )
    for kind in each["verification"]["documents"]:
        booths.add_document(booth=booth, kind=kind, title=DOCUMENT_TITLES[kind])
    if each["payment"]["state"] == "linked":
        partners.connect(
            booth=booth,
            kind="feed",
            partner="sepay",
            settings={
                "account_number": bank["account_number"],
                "base_url": settings.SIMULATORS_URL,
            },
            secrets=secrets_for(len(each["slug"]), each["slug"]),
        )
    return booth


def seed_products(
    categories: dict[str, Category], stalls: dict[str, Booth], opening: dict[tuple[str, int], int]
) -> dict[str, Product]:
    """All hundred rows; `opening` adds the units that the seeded orders will take away."""
    made = {}
    for number, each in enumerate(read("products")):
        booth = stalls[each["booth"]]
        now, today = clock.now(), clock.today()
        restock = each["restock_day_offset"]
        with clock.at(min(now, booth.created_at + timedelta(hours=2, minutes=number))):
            made[each["row"]] = _product(
                each,
                categories[each["category"]],
                booth,
                opening,
                restock_on=today + restock * DAY if restock else None,
            )
    return made


def _product(
    each: dict[str, Any],
    category: Category,
    booth: Booth,
    opening: dict[tuple[str, int], int],
    restock_on: date | None,
) -> Product:
    flags, season = each["flags"], each["season"] or {}
    product = catalogue.create_product(
        booth=booth,
        category=category,
        commune=Commune.objects.select_related("province").get(pk=each["commune"]),
        name=each["name"],
        summary=each["summary"],
        story=each["story"],
        keeping=each["keeping"] or "",
        label=each["label"] or {},
        search_extra=each["search_extra"] or "",
        season_start_month=season.get("start_month"),
        season_end_month=season.get("end_month"),
        restock_on=restock_on,
        made_to_order_days=each["made_to_order_days"],
        may_inspect=each["inspect"],
        is_perishable=flags["perishable"],
        is_liquid=flags["liquid"],
        is_fragile=flags["fragile"],
        is_kept_cold=flags["keep_cold"],
        is_age_restricted=flags["age_restricted"],
        is_sample=True,
        images=[picture_of(each["row"])],
        variants=[
            {
                **variant,
                "on_hand": variant["on_hand"] + opening.get((each["row"], variant["position"]), 0),
                "was_price_vnd": each["was_price_vnd"] if variant["position"] == 0 else None,
            }
            for variant in each["variants"]
        ],
    )
    catalogue.publish(product)
    return product


def seed_recognitions(products: dict[str, Product], officers: dict[str, User]) -> None:
    """Sample records, numbered MẪU-01 …; one ends this week, one ended last month."""
    today = clock.today()
    number = 0
    for each in read("products"):
        product = products[each["row"]]
        for recognition in each["recognitions"]:
            number += 1
            decided, until = _dates(recognition, today)
            curation.record_recognition(
                product=product,
                officer=officers.get(product.province_code, officers[""]),
                kind=recognition["kind"],
                stars=recognition["stars"],
                title=recognition["title"],
                decision_number=f"MẪU-{number:02d}",
                authority=f"UBND {product.commune.province}",
                decided_on=decided,
                valid_until=until,
                evidence=recognition["evidence"],
                is_sample=True,
            )


def _dates(recognition: dict[str, Any], today: date) -> tuple[date, date | None]:
    """Decided a year ago for 36 months (OCOP), but for the two that show how a badge ends."""
    if recognition["ends"] == "this_week":
        return today + 3 * DAY - 1_095 * DAY, today + 3 * DAY
    if recognition["ends"] == "last_month":
        return today - 30 * DAY - 1_095 * DAY, today - 30 * DAY
    decided = today - 365 * DAY
    return decided, decided + 1_095 * DAY if recognition["kind"] == "ocop" else None
