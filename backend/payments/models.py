"""What is owed, what a bank said it received, and what must be given back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core import clock
from backend.orders.models import Order


class HoldRule(models.Model):
    """How long an unpaid order keeps its goods, by the booth's payment state; dated rows."""

    payment_state = models.CharField(max_length=8)
    minutes = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.payment_state}: {self.minutes} min"


class Payment(models.Model):
    """One payment of a purchase; in `direct` mode one for each order, with one part.

    The receiving account and the memo are frozen here: a transfer counts only if both match.
    """

    Status = Order.PaymentStatus

    purchase = models.ForeignKey("orders.Purchase", models.PROTECT, related_name="payments")
    method = models.CharField(max_length=12)
    mode = models.CharField(max_length=10, default="direct")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    amount_vnd = models.BigIntegerField()
    received_vnd = models.BigIntegerField(default=0)
    booth = models.ForeignKey("booths.Booth", models.PROTECT, related_name="payments")
    bank_bin = models.CharField(max_length=6, blank=True)
    bank_name = models.CharField(max_length=60, blank=True)
    account_number = models.CharField(max_length=24, blank=True)
    account_holder = models.CharField(max_length=80, blank=True)
    memo = models.CharField(max_length=19, blank=True)
    confirmed_by_hand = models.BooleanField(default=False)
    hand_marked_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(
        null=True, blank=True, help_text="The buyer said: I have paid"
    )
    not_seen_at = models.DateTimeField(null=True, blank=True, help_text="The seller said: not seen")
    hold_until = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    carried_from = models.OneToOneField(
        "payments.RefundPromise",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_to",
        help_text="Money of a cancelled order, for which the goods are sent after all",
    )
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [
            models.Index(fields=["memo"], name="payment_memo"),
            models.Index(fields=["status", "hold_until"], name="payment_on_hold"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_vnd__gte=0, received_vnd__gte=0), name="payment_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "pending",
                        "short",
                        "paid",
                        "expired",
                        "void",
                        "refund_due",
                        "refunded",
                    ]
                ),
                name="payment_status_word",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.amount_vnd}"


class PaymentPart(models.Model):
    """What of a payment belongs to which order."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="parts")
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="payment_parts")
    amount_vnd = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "order"], name="one_part_an_order")
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} → {self.order_id}"


class BankTransfer(models.Model):
    """Money that reached a booth's account, told once: unique by account and bank reference.

    One booth's feed cannot use up the references of another's, even for the same account number.
    With a payment it counts for it; without one it waits until someone says what became of it.
    """

    class Outcome(models.TextChoices):
        MATCHED = "matched", _("Đã khớp đơn")
        UNKNOWN_CODE = "unknown_code", _("Không có mã đơn")
        SEVERAL_CODES = "several_codes", _("Có mã của nhiều đơn")
        OTHER_ACCOUNT = "other_account", _("Mã đơn của tài khoản khác")
        LATE = "late", _("Đến khi đơn đã huỷ")
        NOT_EXPECTED = "not_expected", _("Đơn không chờ tiền")

    partner_account = models.ForeignKey(
        "partners.PartnerAccount", models.PROTECT, related_name="transfers"
    )
    booth = models.ForeignKey("booths.Booth", models.PROTECT, related_name="transfers")
    account_number = models.CharField(max_length=24)
    bank_reference = models.CharField(max_length=80)
    amount_vnd = models.BigIntegerField()
    content = models.CharField(max_length=500, blank=True)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, blank=True, related_name="transfers"
    )
    next_try_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_how = models.CharField(max_length=16, blank=True)
    settled_note = models.CharField(max_length=300, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["booth", "-id"],
                condition=Q(payment=None, settled_at=None),
                name="transfer_to_look_at",
            ),
            models.Index(
                fields=["next_try_at"],
                condition=Q(next_try_at__isnull=False),
                name="transfer_to_try_again",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["booth", "account_number", "bank_reference"], name="one_row_a_transfer"
            ),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="transfer_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.bank_reference}: {self.amount_vnd}"


class ProviderEvent(models.Model):
    """A partner's event as it came: stored once, with the outcome our answer was built from."""

    partner_account = models.ForeignKey(
        "partners.PartnerAccount", models.PROTECT, related_name="events"
    )
    event_id = models.CharField(max_length=120)
    body = models.JSONField()
    outcome = models.CharField(max_length=20)
    received_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner_account", "event_id"], name="one_row_an_event")
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.outcome}"


class RefundPromise(models.Model):
    """Money a booth owes a buyer, seen by shopper, booth and officer until it is settled."""

    class Settled(models.TextChoices):
        RETURNED = "returned", _("Đã trả lại")
        SENT_ANYWAY = "sent_anyway", _("Vẫn gửi hàng")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refund_promises")
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="refund_promises")
    booth = models.ForeignKey("booths.Booth", models.PROTECT, related_name="refund_promises")
    amount_vnd = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    due_by = models.DateTimeField()
    created_at = models.DateTimeField(default=clock.now)
    settled = models.CharField(max_length=12, choices=Settled.choices, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["booth", "id"], condition=Q(settled=""), name="refund_open")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="refund_of_something"),
            models.CheckConstraint(
                condition=Q(settled="", settled_at=None)
                | Q(settled__in=["returned", "sent_anyway"], settled_at__isnull=False),
                name="refund_settled_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.amount_vnd}"
