"""Whom the demo lets one become."""

import pytest

from backend.demo import selectors


@pytest.mark.parametrize(
    ("home", "phone"), [("38", "+84900020038"), ("48", "+84900020048"), ("20", "+84900020038")]
)
def test_the_officer_is_of_the_home_province_where_the_demo_has_one(settings, home, phone):
    settings.HOME_PROVINCE = home
    assert selectors.officer_phone() == phone
