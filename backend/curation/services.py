"""Record a recognition with its evidence, withdraw it, decide on a booth."""

import hashlib
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.booths import selectors as booths
from backend.booths import services as booth_services
from backend.booths.models import Booth, Review
from backend.catalogue import services as catalogue
from backend.catalogue.models import Product
from backend.core import audit, clock, columns
from backend.core.errors import Conflict, Invalid
from backend.curation import rules, selectors
from backend.curation.models import Recognition
from backend.notifications import services as notifications

_FOLDER = "evidence"


def record_recognition(
    *,
    product: Product,
    officer: User | None,
    kind: str,
    title: str,
    decision_number: str,
    authority: str,
    decided_on: date,
    evidence: str,
    stars: int | None = None,
    valid_until: date | None = None,
    evidence_file: str = "",
    is_sample: bool = False,
) -> Recognition:
    """Keep the record and show its stars when the evidence allows it.

    `evidence_file` is a name given by `keep_evidence`. Raises Invalid naming the field, Conflict
    already_recorded when the product has this decision already.
    """
    _check(kind, stars, evidence, decided_on, valid_until)
    texts = columns.cleaned(
        Recognition,
        {"title": title, "decision_number": decision_number, "authority": authority},
    )
    with transaction.atomic():
        _wait_for_others(product)
        same = Recognition.objects.filter(
            product=product, kind=kind, decision_number=texts["decision_number"]
        )
        if same.exists():
            raise Conflict(
                _("Quyết định này đã được ghi cho sản phẩm rồi."),
                code="already_recorded",
                field="decision_number",
            )
        recognition = Recognition.objects.create(
            product=product,
            kind=kind,
            stars=stars,
            decided_on=decided_on,
            valid_until=valid_until,
            evidence=evidence,
            evidence_file=evidence_file,
            is_sample=is_sample,
            recorded_by=officer,
            **texts,
        )
        _settle_stars(product)
        diff = {"kind": ["", kind], "stars": [None, stars], "evidence": ["", evidence]}
        _audit("recognition.recorded", recognition, officer, diff=diff)
    return recognition


def withdraw(*, recognition: Recognition, officer: User, reason: str) -> Recognition:
    """The record stays, the badge goes at once. Withdrawing it again changes nothing."""
    if not reason.strip():
        raise Invalid(_("Viết lý do thu hồi."), field="withdrawn_reason", code="blank")
    reason = columns.cleaned(Recognition, {"withdrawn_reason": reason})["withdrawn_reason"]
    with transaction.atomic():
        _wait_for_others(recognition.product)
        now = clock.now()
        withdrawn = Recognition.objects.filter(pk=recognition.pk, withdrawn_at__isnull=True).update(
            withdrawn_at=now, withdrawn_reason=reason
        )
        if withdrawn:
            _settle_stars(recognition.product)
            diff = {"withdrawn_at": [None, now]}
            _audit("recognition.withdrawn", recognition, officer, diff=diff, reason=reason)
    recognition.refresh_from_db()
    return recognition


def keep_evidence(content: bytes) -> str:
    """Store a decision's scan privately; its name is its content, so a repeat is one file.

    Raises Invalid on `evidence_file`: not a PDF or picture by its first bytes, or over 10 MB.
    """
    if len(content) > rules.LARGEST_EVIDENCE:
        raise Invalid(_("Tệp lớn hơn 10 MB."), field="evidence_file", code="too_large")
    kind = rules.file_kind(content)
    if kind is None:
        raise Invalid(
            _("Chỉ nhận tệp PDF hoặc ảnh JPEG, PNG, WebP."),
            field="evidence_file",
            code="unknown_kind",
        )
    name = f"{_FOLDER}/{hashlib.sha256(content).hexdigest()}.{kind}"
    storage = storages["private"]
    if not storage.exists(name):
        storage.save(name, ContentFile(content))
    return name


def decide_on_booth(*, booth: Booth, officer: User, outcome: str, reason: str = "") -> Review:
    """An officer's review, what it shows or hides, and the owners' message: all or nothing."""
    with transaction.atomic():
        review = booth_services.review(booth=booth, officer=officer, outcome=outcome, reason=reason)
        catalogue.relist_booth(booth)
        for owner in booths.owners_of(booth):
            notifications.send(
                "booth_decided",
                user=owner.user,
                booth_id=booth.pk,
                context={
                    "booth": booth.name,
                    "outcome": Review.Outcome(outcome).label,
                    "reason": review.reason,
                },
                link=f"/ban-hang/{booth.slug}/",
                dedupe=f"review-{review.pk}",
            )
    return review


def end_recognitions() -> int:
    """Give each product whose stars have ended what it still holds; return how many there were.

    Lists compare the date themselves, so nothing is shown too long when this comes late.
    """
    ended = Product.objects.filter(ocop_valid_until__lt=clock.today()).order_by("pk")
    for product in ended:
        with transaction.atomic():
            _wait_for_others(product)
            _settle_stars(product)
    return len(ended)


def _settle_stars(product: Product) -> None:
    """The best title that counts today; the product is locked."""
    held = selectors.standing().filter(product=product, kind=Recognition.Kind.OCOP)
    best = rules.best(held, clock.today())
    catalogue.set_ocop_stars(
        product, best.stars if best else None, best.valid_until if best else None
    )


def _wait_for_others(product: Product) -> None:
    """Two decisions on one product at one moment settle its stars one after the other."""
    Product.objects.select_for_update().only("pk").get(pk=product.pk)


def _check(
    kind: str, stars: int | None, evidence: str, decided_on: date, valid_until: date | None
) -> None:
    if kind not in Recognition.Kind.values:
        raise Invalid(_("Chọn loại công nhận."), field="kind")
    if evidence not in Recognition.Evidence.values:
        raise Invalid(_("Chọn loại bằng chứng."), field="evidence")
    is_ocop = kind == Recognition.Kind.OCOP
    if is_ocop and stars not in (3, 4, 5):
        raise Invalid(_("OCOP được công nhận từ 3 đến 5 sao."), field="stars")
    if not is_ocop and stars is not None:
        raise Invalid(_("Chỉ OCOP có hạng sao."), field="stars")
    if decided_on > clock.today():
        raise Invalid(_("Ngày quyết định còn ở phía trước."), field="decided_on", code="range")
    if is_ocop and valid_until is None:
        raise Invalid(
            _("Ghi ngày hết hiệu lực trong quyết định."), field="valid_until", code="required"
        )
    if valid_until is not None and valid_until <= decided_on:
        raise Invalid(
            _("Ngày hết hiệu lực phải sau ngày quyết định."), field="valid_until", code="range"
        )


def _audit(
    action: str,
    recognition: Recognition,
    officer: User | None,
    *,
    diff: dict[str, Any],
    reason: str = "",
) -> None:
    booth = recognition.product.booth
    audit.record(
        action,
        subject=recognition,
        actor=officer,
        role="officer" if officer else "",
        booth_id=booth.pk,
        province_code=booth.province_id,
        diff=diff,
        reason=reason,
    )
