"""A booth from its draft to its register entry: states, holidays, edits, what the public sees."""

from datetime import date, timedelta

import pytest
from django.test import Client

from backend.booths import rules, selectors, services
from backend.booths.models import Booth, Review
from backend.booths.selectors import RegisterQuery
from backend.core import clock
from backend.core.errors import Conflict, Invalid, NotFound
from backend.core.models import AuditEvent
from backend.regions.models import Commune
from tests.builders.booths import a_booth
from tests.builders.checks import violations_of

pytestmark = pytest.mark.django_db


def a_draft(**fields) -> Booth:
    return services.create_booth(
        **{
            "name": "Nhà mắm mẫu Ba Làng",
            "commune": Commune.objects.get(pk="16561"),
            "kind": "household",
            "street": "Ngõ chợ",
            "contact_name": "Cô Mận",
            "phone": "0900 001 234",
            **fields,
        }
    )


def test_a_new_booth_is_a_draft_with_a_slug_of_its_own():
    first, second = a_draft(), a_draft()
    assert (first.slug, second.slug) == ("nha-mam-mau-ba-lang", "nha-mam-mau-ba-lang-2")
    assert (first.state, first.province_id, first.phone) == ("draft", "38", "+84900001234")


@pytest.mark.parametrize(
    ("taken", "slug"),
    [([], "a-b"), (["a-b"], "a-b-2"), (["a-b", "a-b-2"], "a-b-3"), (["a-b-2"], "a-b")],
)
def test_a_slug_takes_the_first_free_number(taken, slug):
    assert rules.first_free("a-b", taken, 80) == slug
    assert len(rules.first_free("a" * 90, ["a" * 80], 80)) == 80


@pytest.mark.parametrize("field", ["name", "street", "contact_name", "phone"])
def test_what_is_missing_is_named(field):
    with pytest.raises(Invalid) as refused:
        a_draft(**{field: " "})
    assert [error.field for error in refused.value.errors] == [field]


@pytest.mark.promise("C83")
def test_a_name_is_stored_composed():
    assert a_draft(name="Nha\u0300 ma\u0306\u0301m").name == "Nhà mắm"


STATES = [state.value for state in Booth.State]


@pytest.mark.promise("I18")
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("outcome", [outcome.value for outcome in Review.Outcome])
def test_a_review_moves_a_booth_only_along_the_table(people, state, outcome):
    table = {
        ("submitted", "approved"): "active",
        ("submitted", "changes"): "draft",
        ("submitted", "refused"): "closed",
        ("active", "suspended"): "suspended",
        ("suspended", "resumed"): "active",
    }
    booth = a_booth(state=state, opened_at=None if state in ("draft", "submitted") else clock.now())
    before = AuditEvent.objects.count()
    kwargs = {"booth": booth, "officer": people.officer, "outcome": outcome, "reason": "Rõ ràng"}
    if (state, outcome) in table:
        services.review(**kwargs)
        booth.refresh_from_db()
        assert booth.state == table[state, outcome]
        assert (Review.objects.count(), AuditEvent.objects.count()) == (1, before + 1)
        assert (booth.opened_at is not None) == (booth.state in ("active", "suspended"))
    else:
        with pytest.raises(Conflict) as refused:
            services.review(**kwargs)
        assert refused.value.code == "wrong_state"
        booth.refresh_from_db()
        assert booth.state == state
        assert (Review.objects.count(), AuditEvent.objects.count()) == (0, before)
    assert (outcome in rules.outcomes_from(state)) == ((state, outcome) in table)


@pytest.mark.parametrize("outcome", ["changes", "refused"])
def test_a_refusal_needs_a_reason(people, outcome):
    booth = a_booth(state="submitted")
    with pytest.raises(Invalid) as refused:
        services.review(booth=booth, officer=people.officer, outcome=outcome, reason="  ")
    assert [error.field for error in refused.value.errors] == ["reason"]


def test_a_draft_is_handed_in_once():
    booth = a_draft()
    services.submit(booth)
    handed_in = booth.submitted_at
    services.submit(booth)
    assert (booth.state, booth.submitted_at) == ("submitted", handed_in)
    with pytest.raises(Conflict):
        services.submit(a_booth())


# --- holidays ---

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("starts", "ends", "on", "words"),
    [
        (None, None, False, ""),
        (DAY, DAY, True, "Nghỉ ngày 22/11/2026"),
        (DAY, DAY + timedelta(3), True, "Nghỉ từ 22/11/2026 đến hết 25/11/2026"),
        (DAY, None, True, "Nghỉ từ 22/11/2026, chưa hẹn ngày bán lại"),
        (DAY + timedelta(1), DAY + timedelta(2), False, "Nghỉ từ 23/11/2026 đến hết 24/11/2026"),
        (DAY - timedelta(9), DAY - timedelta(1), False, ""),
    ],
)
def test_a_holiday_is_its_dates(starts, ends, on, words):
    booth = a_booth(holiday_from=starts, holiday_to=ends)
    assert rules.on_holiday(booth, DAY) is on
    assert rules.holiday_words(booth, DAY) == words
    assert selectors.is_open(booth, DAY) is not on


def test_a_holiday_is_set_and_called_off(people):
    booth = people.booth_a
    services.set_holiday(booth=booth, starts=DAY, ends=DAY, note="Giỗ", actor=people.owner_a)
    assert (booth.holiday_from, booth.holiday_to, booth.holiday_note) == (DAY, DAY, "Giỗ")
    services.set_holiday(booth=booth, starts=None)
    assert (booth.holiday_from, booth.holiday_to, booth.holiday_note) == (None, None, "")
    with pytest.raises(Invalid):
        services.set_holiday(booth=booth, starts=DAY, ends=DAY - timedelta(1))


# --- edits ---


@pytest.mark.promise("C43")
def test_an_old_page_does_not_overwrite_a_booth(people):
    booth = people.booth_a
    seen = booth.version
    services.update(booth=booth, version=seen, actor=people.owner_a, tagline="Mới")
    with pytest.raises(Conflict) as refused:
        services.update(booth=booth, version=seen, tagline="Cũ")
    assert refused.value.code == "edit_conflict"
    assert refused.value.extra["yours"] == {"tagline": "Cũ"}
    assert refused.value.extra["current"] == {"tagline": "Mới"}


@pytest.mark.promise("I18")
def test_a_new_bank_account_is_audited_without_its_number(people):
    booth = people.booth_a
    old = booth.bank_account_number
    services.update(booth=booth, version=1, actor=people.owner_a, bank_account_number="0123456789")
    event = AuditEvent.objects.latest("id")
    assert event.diff == {"bank_account_number": [f"…{old[-4:]}", "…6789"]}
    assert (event.actor_id, event.booth_id) == (people.owner_a.pk, booth.pk)


def test_a_save_without_a_change_leaves_no_audit_row(people):
    before = AuditEvent.objects.count()
    services.update(booth=people.booth_a, version=1, name=people.booth_a.name)
    assert AuditEvent.objects.count() == before


def test_bank_payment_needs_a_whole_account(people):
    with pytest.raises(Invalid) as refused:
        services.update(booth=people.booth_a, version=1, bank_account_holder="")
    assert [error.field for error in refused.value.errors] == ["bank_account_holder"]


def test_state_and_slug_are_not_edited(people):
    for field in ("state", "slug", "province_id"):
        with pytest.raises(ValueError, match="not to be changed"):
            services.update(booth=people.booth_a, version=1, **{field: "x"})


# --- the public ---


@pytest.mark.promise("I17")
@pytest.mark.parametrize("state", STATES)
def test_only_booths_that_sell_are_public(client: Client, state):
    booth = a_booth(state=state)
    is_public = state == "active"
    assert (booth in selectors.public()) is is_public
    answer = client.get(f"/api/v1/booths/{booth.slug}/")
    assert answer.status_code == (200 if is_public else 404)
    assert bool(client.get("/api/v1/booths/").json()["results"]) is is_public


def test_a_booth_of_the_api_hides_what_it_should(client: Client):
    booth = a_booth(show_phone=False, tax_code="0090000019")
    body = client.get(f"/api/v1/booths/{booth.slug}/").json()
    assert body["phone"] is None
    shown = str(body)
    for secret in (booth.phone, booth.bank_account_number, booth.tax_code, booth.contact_name):
        assert secret not in shown


@pytest.mark.promise("C26")
@pytest.mark.parametrize(
    ("query", "field"),
    [("province=99", "province"), ("province=38&commune=20194", "commune"), ("owner=1", "owner"),
     ("province=38&province=48", "province"), ("cursor=x", "cursor")],
)  # fmt: skip
def test_the_api_names_the_parameter_that_is_wrong(client: Client, query, field):
    answer = client.get(f"/api/v1/booths/?{query}")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_the_api_lists_booths_of_a_place(client: Client, people):
    body = client.get("/api/v1/booths/?province=48").json()
    assert [booth["slug"] for booth in body["results"]] == [people.booth_b.slug]


# --- the officer's register ---


@pytest.mark.promise("I16")
def test_the_register_ends_at_the_border_of_the_province(people):
    assert selectors.register_of("38").booths == [people.booth_a]
    assert selectors.register_of("48").booths == [people.booth_b]
    assert selectors.booth_of_province("38", people.booth_a.slug) == people.booth_a
    with pytest.raises(NotFound):
        selectors.booth_of_province("38", people.booth_b.slug)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (RegisterQuery(q="mam"), ["Nhà mắm"]),
        (RegisterQuery(q="Mắm"), ["Nhà mắm"]),
        (RegisterQuery(q="0900777"), ["Nhà mắm"]),
        (RegisterQuery(q="%"), []),
        (RegisterQuery(state="suspended"), ["Chiếu cói"]),
        (RegisterQuery(state="x", ordering="password", page=99), ["Chiếu cói", "Nhà mắm"]),
        (RegisterQuery(commune="16093"), ["Chiếu cói"]),
    ],
)
def test_the_register_is_narrowed(query, names):
    a_booth(name="Nhà mắm", slug="nha-mam", commune_id="16000", phone="+84900777000")
    a_booth(name="Chiếu cói", slug="chieu-coi", state="suspended")
    assert [booth.name for booth in selectors.register_of("38", query).booths] == names


@pytest.mark.promise("I16")
def test_who_waits_longest_is_verified_first(people, django_assert_num_queries):
    now = clock.now()
    late = a_booth(name="Sau", state="submitted", submitted_at=now)
    early = a_booth(name="Trước", state="submitted", submitted_at=now - timedelta(days=2))
    a_booth(name="Nơi khác", state="submitted", submitted_at=now, commune_id="20194")
    services.add_document(booth=early, kind="identity", title="Giấy tờ")
    with django_assert_num_queries(3):
        waiting = selectors.waiting("38")
        assert [len(booth.documents.all()) for booth in waiting] == [1, 0]
    assert waiting == [early, late]
    assert selectors.waiting_count("38") == 2
    assert selectors.state_counts("38") == {"active": 1, "submitted": 2}


def test_booths_are_counted_by_place(people):
    a_booth(state="suspended")
    assert selectors.by_province() == {"38": 1, "48": 1}
    assert selectors.by_commune("38") == {"16093": 1}


@pytest.mark.promise("I16")
def test_the_checks_see_a_booth_in_the_wrong_province(people):
    assert violations_of("booths") == []
    Booth.objects.filter(pk=people.booth_a.pk).update(province_id="48")
    assert len(violations_of("booths")) == 1
