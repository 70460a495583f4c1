"""A booth at work: its people, what they see of a page as words, and what they press."""

import html
import re
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client

from backend.accounts.models import User
from backend.booths.models import Booth
from tests.people import People


@dataclass(frozen=True)
class Member:
    """Somebody with a phone before the pages of one booth."""

    client: Client
    booth: Booth

    def page(self, path: str = "", **params: str) -> HttpResponse:
        return self.client.get(f"/ban-hang/{self.booth.slug}/{path}", params)

    def reads(self, path: str = "", **params: str) -> str:
        """The words of a page that answers 200."""
        response = self.page(path, **params)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return words_of(response)

    def does(self, path: str, **fields: object) -> HttpResponse:
        return self.client.post(f"/ban-hang/{self.booth.slug}/{path}", fields)

    def told(self, response: HttpResponse) -> str:
        """The words of the page that a POST leads to."""
        assert response.status_code == 302, response.status_code
        return words_of(self.client.get(response.headers["Location"]))


def words_of(response: HttpResponse) -> str:
    page = re.sub(r"(?s)<(script|head)\b.*?</\1>", " ", response.content.decode())
    text = html.unescape(re.sub(r"<[^>]+>", " ", page))
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def member(user: User | None, booth: Booth) -> Member:
    client = Client()
    if user is not None:
        client.force_login(user)
    return Member(client, booth)


@pytest.fixture
def owner(people: People) -> Member:
    return member(people.owner_a, people.booth_a)


@pytest.fixture
def packer(people: People) -> Member:
    return member(people.packer_a, people.booth_a)


@pytest.fixture
def stranger(people: People) -> Member:
    """The owner of another booth before the doors of booth A."""
    return member(people.owner_b, people.booth_a)


@pytest.fixture
def nobody(people: People) -> Member:
    return member(None, people.booth_a)
