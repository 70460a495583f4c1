"""Open a booth, let it be reviewed, change what it says of itself, and who acts for it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.booths import rules
from backend.booths.models import Booth, Document, Membership, Review
from backend.core import audit, clock, columns, text
from backend.core.errors import Conflict, Invalid
from backend.regions.models import Commune

_SLUG_LENGTH = 80
_SECRET_ENDS = {"bank_account_number"}


def create_booth(
    *, name: str, commune: Commune, slug: str = "", actor: User | None = None, **fields: Any
) -> Booth:
    """A draft; its slug is made from the name, once and for ever."""
    cleaned = _cleaned({"name": name, **fields})
    wanted = slug or text.slugify(cleaned["name"]) or "gian-hang"
    with transaction.atomic():
        taken = Booth.objects.filter(slug__startswith=wanted[: _SLUG_LENGTH - 6])
        booth = Booth.objects.create(
            slug=rules.first_free(wanted, taken.values_list("slug", flat=True), _SLUG_LENGTH),
            commune=commune,
            province_id=commune.province_id,
            **cleaned,
        )
        audit.record("booth.created", subject=booth, actor=actor, **_where(booth))
    return booth


def add_member(*, booth: Booth, user: User, role: str, actor: User | None = None) -> Membership:
    """Raises Conflict when the user acts for the booth already."""
    with transaction.atomic():
        if Membership.objects.filter(booth=booth, user=user, ended_at__isnull=True).exists():
            raise Conflict(_("Người này đã có trong gian hàng."), code="already_member")
        membership = Membership.objects.create(booth=booth, user=user, role=role)
        audit.record(
            "booth.member_added",
            subject=membership,
            actor=actor,
            diff={"role": ["", role], "user": [None, user.pk]},
            **_where(booth),
        )
    return membership


def end_membership(*, membership: Membership, actor: User | None = None) -> None:
    """Ending one that has ended changes nothing."""
    with transaction.atomic():
        ended = Membership.objects.filter(pk=membership.pk, ended_at__isnull=True).update(
            ended_at=clock.now()
        )
        if ended:
            audit.record(
                "booth.member_ended",
                subject=membership,
                actor=actor,
                diff={"role": [membership.role, ""]},
                **_where(membership.booth),
            )


def add_document(
    *, booth: Booth, kind: str, title: str, number: str = "", file: str = ""
) -> Document:
    return Document.objects.create(booth=booth, kind=kind, title=title, number=number, file=file)


def submit(booth: Booth, *, actor: User | None = None) -> None:
    """Hand a draft in for verification; one that is waiting already stays as it is."""
    with transaction.atomic():
        moved = Booth.objects.filter(pk=booth.pk, state=Booth.State.DRAFT).update(
            state=Booth.State.SUBMITTED, submitted_at=clock.now(), version=F("version") + 1
        )
        booth.refresh_from_db()
        if moved:
            _record_state(booth, Booth.State.DRAFT, actor, role="owner")
        elif booth.state != Booth.State.SUBMITTED:
            raise _wrong_state(booth)


def review(*, booth: Booth, officer: User, outcome: str, reason: str = "") -> Review:
    """Move the booth as the review says and keep the review.

    Called by curation.decide_on_booth, which relists the products in the same transaction.
    Raises Invalid without a needed reason, Conflict when the booth is not in that state.
    """
    step = rules.OUTCOMES.get(outcome)
    if step is None:
        raise Invalid(_("Chọn một quyết định."), field="outcome")
    reason = text.clean_line(reason, 500, required=False)
    if step.needs_reason and not reason:
        raise Invalid(_("Viết lý do để gian hàng biết cần làm gì."), field="reason", code="blank")
    now = clock.now()
    with transaction.atomic():
        moved = Booth.objects.filter(pk=booth.pk, state=step.source).update(
            state=step.target,
            opened_at=Coalesce("opened_at", now) if step.target == "active" else F("opened_at"),
            version=F("version") + 1,
        )
        booth.refresh_from_db()
        if not moved:
            raise _wrong_state(booth)
        _record_state(booth, step.source, officer, role="officer", reason=reason)
        return Review.objects.create(
            booth=booth, officer=officer, outcome=outcome, reason=reason, at=now
        )


def set_holiday(
    *,
    booth: Booth,
    starts: date | None,
    ends: date | None = None,
    note: str = "",
    actor: User | None = None,
) -> None:
    """From `starts` until and with `ends`; `starts=None` ends or calls off the holiday."""
    if starts is None:
        ends, note = None, ""
    elif ends is not None and ends < starts:
        raise Invalid(_("Ngày bán lại phải sau ngày bắt đầu nghỉ."), field="ends", code="range")
    update(
        booth=booth,
        version=None,
        actor=actor,
        holiday_from=starts,
        holiday_to=ends,
        holiday_note=note,
    )


def update(*, booth: Booth, version: int | None, actor: User | None = None, **fields: Any) -> Booth:
    """Change what the booth says of itself; `version` is the one the person saw.

    Raises Conflict edit_conflict with both values (`yours`, `current`) when it was changed since.
    Products repeat the booth's name: catalogue.relist_booth follows a new one.
    """
    unknown = fields.keys() - rules.EDITABLE - {"holiday_from", "holiday_to", "holiday_note"}
    if unknown:
        raise ValueError(f"not to be changed here: {sorted(unknown)}")
    cleaned = _cleaned(fields)
    seen = Q() if version is None else Q(version=version)
    with transaction.atomic():
        before = Booth.objects.select_for_update().get(pk=booth.pk)
        changed = {name: value for name, value in cleaned.items() if getattr(before, name) != value}
        _refuse_bank_without_account(before, changed)
        if not Booth.objects.filter(seen, pk=booth.pk).update(version=F("version") + 1, **changed):
            raise Conflict(
                _("Gian hàng vừa được sửa ở nơi khác. Bạn xem lại rồi lưu."),
                code="edit_conflict",
                yours=cleaned,
                current={name: getattr(before, name) for name in cleaned},
                version=before.version,
            )
        if changed:
            audit.record(
                "booth.changed",
                subject=booth,
                actor=actor,
                role="owner",
                diff={
                    name: [_shown(name, getattr(before, name)), _shown(name, value)]
                    for name, value in changed.items()
                },
                **_where(booth),
            )
    booth.refresh_from_db()
    return booth


def _cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    values = columns.cleaned(Booth, fields)
    if "phone" in values:
        try:
            values["phone"] = text.phone(values["phone"])
        except Invalid as wrong:
            raise Invalid(wrong.message, code=wrong.code, field="phone") from None
    return values


def _refuse_bank_without_account(before: Booth, changed: dict[str, Any]) -> None:
    after = {
        name: changed.get(name, getattr(before, name))
        for name in ("payment_state", "bank_bin", "bank_account_number", "bank_account_holder")
    }
    if after.pop("payment_state") == Booth.PaymentState.NONE:
        return
    for name, value in after.items():
        if not value:
            raise Invalid(_("Cần đủ ngân hàng, số tài khoản và tên chủ tài khoản."), field=name)


def _shown(name: str, value: Any) -> Any:
    """An account number stands in the audit by its last four digits."""
    return f"…{value[-4:]}" if name in _SECRET_ENDS and value else value


def _where(booth: Booth) -> dict[str, Any]:
    return {"booth_id": booth.pk, "province_code": booth.province_id}


def _record_state(
    booth: Booth, before: str, actor: User | None, *, role: str, reason: str = ""
) -> None:
    audit.record(
        "booth.state",
        subject=booth,
        actor=actor,
        role=role,
        diff={"state": [before, booth.state]},
        reason=reason,
        **_where(booth),
    )


def _wrong_state(booth: Booth) -> Conflict:
    return Conflict(
        _("Gian hàng đang ở trạng thái “%(state)s”, không làm được việc này.")
        % {"state": booth.get_state_display()},
        code="wrong_state",
        state=booth.state,
    )
