"""What a visitor of the demo is offered, on the machine of the market and on a phone beside it."""

import pytest

from frontend.demo import views


@pytest.mark.parametrize(("host", "offered"), [("127.0.0.1:8000", 3), ("192.168.1.5:8000", 2)])
def test_the_bank_is_offered_only_where_it_listens(rf, settings, host, offered):
    settings.ALLOWED_HOSTS = ["*"]
    assert len(views.links(rf.get("/demo/", HTTP_HOST=host))) == offered
