"""A browser without script: opens pages, fills the forms it finds there, presses their buttons."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.test import Client


@dataclass
class Form:
    action: str = ""
    method: str = "get"
    id: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[dict[str, str]] = field(default_factory=list)


class Forms(HTMLParser):
    """The forms of a page with what stands in them; a button may lie outside of its form."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.button: dict[str, str] | None = None
        self.select: str | None = None
        self.area: str | None = None
        self.outside: list[dict[str, str]] = []
        self.feed(page)
        for button in self.outside:
            for form in self.forms:
                if form.id == button["form"]:
                    form.buttons.append(button)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(
                facts.get("action", ""), facts.get("method", "get").lower(), facts.get("id", "")
            )
            self.forms.append(self.open)
        elif tag == "button":
            self.button = {"text": "", **facts}
            if "form" in facts:
                self.outside.append(self.button)
            elif self.open is not None:
                self.open.buttons.append(self.button)
        elif self.open is not None:
            self._field(tag, facts)

    def _field(self, tag: str, facts: dict[str, str]) -> None:
        name, kind = facts.get("name", ""), facts.get("type", "text")
        if tag == "input" and name and "disabled" not in facts:
            if kind not in ("radio", "checkbox") or "checked" in facts:
                self.open.fields[name] = facts.get("value", "on" if kind == "checkbox" else "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in facts or not self._chosen()):
            self.open.fields[self.select] = facts.get("value", "")
        elif tag == "textarea":
            self.area = name
            self.open.fields[name] = ""

    def _chosen(self) -> bool:
        return self.select in self.open.fields

    def handle_data(self, data: str) -> None:
        if self.button is not None:
            self.button["text"] += data
        elif self.area and self.open is not None:
            self.open.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "button":
            self.button = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


class Visitor:
    """One person with a cookie jar, checked for tokens and origins as strictly as a browser is."""

    def __init__(self, user=None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        if user is not None:
            self.client.force_login(user)
        self.path, self.page, self.status = "/", "", 0

    @property
    def text(self) -> str:
        visible = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", self.page, flags=re.S)
        return " ".join(re.sub(r"<[^>]+>", " ", visible).split())

    def open(self, path: str) -> "Visitor":
        return self._took("get", path, {})

    def follow(self, words: str) -> "Visitor":
        """The first link whose text holds the words."""
        for href, inside in re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', self.page, re.S):
            if words in re.sub(r"<[^>]+>", " ", inside):
                return self.open(urljoin(self.path, href.replace("&amp;", "&")))
        raise AssertionError(f"no link {words!r} on {self.path}: {self.text[:600]}")

    def press(self, words: str, **typed: str) -> "Visitor":
        """The button whose text holds the words, with the fields of its form filled in."""
        for form in Forms(self.page).forms:
            for button in form.buttons:
                if words in " ".join(button["text"].split()):
                    sent = {**form.fields, **typed}
                    if button.get("name"):
                        sent[button["name"]] = button.get("value", "")
                    action = button.get("formaction") or form.action or self.path
                    return self._took(form.method, urljoin(self.path, action), sent)
        raise AssertionError(f"no button {words!r} on {self.path}: {self.text[:600]}")

    def _took(self, method: str, path: str, sent: dict[str, str]) -> "Visitor":
        headers = {"Sec-Fetch-Site": "same-origin"}
        answer = getattr(self.client, method)(path, sent, headers=headers, follow=True)
        for step, _status in answer.redirect_chain:
            path = urljoin(path, step)
        self.path, self.status = path, answer.status_code
        self.page = answer.content.decode()
        assert self.status < 500, self.path
        return self
