"""One message to one destination over one channel, from wish to delivery."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.core import clock


class Message(models.Model):
    """What is said to whom. Sent by a job; `dedupe` makes a repeated wish one message."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Chờ gửi")
        SENT = "sent", _("Đã gửi")
        SKIPPED = "skipped", _("Kênh đang tắt")
        REFUSED = "refused", _("Không gửi được")

    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)
    destination = models.CharField(max_length=254, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="messages"
    )
    booth_id = models.BigIntegerField(null=True, blank=True)
    language = models.CharField(max_length=2, default="vi")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict, blank=True)
    note = models.CharField(max_length=200, blank=True)
    dedupe = models.CharField(max_length=160, unique=True, null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="message_of_user"),
            models.Index(fields=["destination", "-id"], name="message_to"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} → {self.destination}: {self.subject}"
