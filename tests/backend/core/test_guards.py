"""What tells the past is never rewritten, and a missing guard is noticed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from backend.core import audit, clock, guards, invariants, request_id
from backend.core.models import AuditEvent, Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _installed(db):
    guards.install()


@pytest.fixture
def event():
    return audit.record("booth.opened", subject=Job.objects.create(name="x"))


@pytest.mark.promise("I18")
@pytest.mark.parametrize(
    "change",
    [
        lambda event: AuditEvent.objects.filter(pk=event.pk).update(reason="khác"),
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: AuditEvent.objects.all().delete(),
    ],
)
def test_an_audit_row_is_neither_changed_nor_deleted(event, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(event)
    assert AuditEvent.objects.get().reason == ""


@pytest.mark.postgres
def test_a_guarded_table_is_not_emptied(event):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("TRUNCATE core_auditevent")


def test_other_tables_stay_free():
    job = Job.objects.create(name="x")
    job.delete()


def test_guards_step_aside_for_a_moment_only(event):
    with guards.lifted():
        AuditEvent.objects.all().delete()
    again = audit.record("booth.opened", subject=Job.objects.create(name="x"))
    with pytest.raises(DatabaseError), transaction.atomic():
        again.delete()


def test_a_missing_guard_is_a_violation():
    guards.remove()
    assert any("core_auditevent" in line for line in invariants.violations())
    with pytest.raises(CommandError, match="violation"):
        call_command("check_invariants", stdout=StringIO())
    call_command("guards")
    assert guards.missing() == []


def test_every_invariant_has_its_own_name():
    with pytest.raises(ValueError, match="guards stand"):
        invariants.register("guards stand")(list)


def test_a_violation_is_told_with_its_promise(monkeypatch):
    monkeypatch.setattr(invariants, "INVARIANTS", {})
    invariants.register("sums", promise="I2")(lambda: ["DH1 is 5 đồng short"])
    assert invariants.violations() == ["I2 sums: DH1 is 5 đồng short"]
    out = StringIO()
    with pytest.raises(CommandError, match="1 violation"):
        call_command("check_invariants", stdout=out)
    assert "I2 sums: DH1 is 5 đồng short" in out.getvalue()


@pytest.mark.promise("I18")
def test_an_audit_row_tells_who_what_where_and_in_which_request():
    subject = Job.objects.create(name="x")

    class Seller:
        pk = 7

    with clock.at(clock.now()) as moment, request_id.named("abc"):
        audit.record(
            "product.price",
            subject=subject,
            actor=Seller(),
            role="owner",
            booth_id=3,
            province_code="38",
            diff={"price_vnd": [50_000, 60_000]},
            reason="mùa mới",
        )
    assert AuditEvent.objects.values().get() == {
        "id": AuditEvent.objects.get().pk,
        "at": moment,
        "action": "product.price",
        "subject_kind": "core.job",
        "subject_id": str(subject.pk),
        "actor_id": 7,
        "actor_role": "owner",
        "booth_id": 3,
        "province_code": "38",
        "diff": {"price_vnd": [50_000, 60_000]},
        "reason": "mùa mới",
        "request_id": "abc",
    }


@pytest.mark.promise("I18")
def test_an_audit_row_goes_with_its_transaction():
    class Undone(Exception):
        pass

    def undone():
        with transaction.atomic():
            audit.record("x", subject=Job.objects.create(name="x"))
            raise Undone

    with pytest.raises(Undone):
        undone()
    assert not AuditEvent.objects.exists()
