"""The operator sees the jobs given up, tries one again, and signs in by phone."""

import pytest
from django.core.checks import run_checks
from django.urls import reverse

from backend.core import clock
from backend.core.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client, people):
    client.force_login(people.operator)
    return client


def a_dead_job():
    return Job.objects.create(
        name="notifications.deliver", payload={}, attempts=8, failed_at=clock.now()
    )


@pytest.mark.promise("I21")
def test_a_job_given_up_stands_in_the_operators_list_and_may_be_tried_again(operator):
    job = a_dead_job()
    address = reverse("admin:core_job_changelist")
    assert "notifications.deliver" in operator.get(address).content.decode()
    operator.post(address, {"action": "try_again", "_selected_action": [job.pk]})
    job.refresh_from_db()
    assert (job.failed_at, job.attempts) == (None, 0)


LISTS = [
    "core_job", "core_auditevent", "notifications_message",
    "fees_rate", "logistics_raterow", "payments_holdrule",
]  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_every_list_of_the_operator_opens(operator, name):
    assert operator.get(reverse(f"admin:{name}_changelist")).status_code == 200


def test_nobody_writes_an_audit_row_by_hand(operator):
    assert operator.get(reverse("admin:core_auditevent_add")).status_code == 403


def test_the_operator_signs_in_on_the_markets_own_page(client):
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/tai-khoan/dang-nhap/")


def test_more_processes_need_what_they_share(settings):
    settings.WEB_PROCESSES, settings.REDIS_URL, settings.ON_SQLITE = 4, "", True
    assert {"core.E001", "core.E002"} <= {found.id for found in run_checks()}


def test_a_demo_is_not_fit_for_production(settings):
    settings.DEMO = True
    found = run_checks(include_deployment_checks=True)
    assert "core.E003" in {each.id for each in found}
