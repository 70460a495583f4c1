"""Keep what nobody but the market may read: encrypted in the database, plain in Python."""

import base64
import hashlib
import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class CannotDecrypt(Exception):
    """None of settings.FIELD_KEYS opens a stored value."""


def encrypt(text: str) -> str:
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    try:
        return _box(tuple(settings.FIELD_KEYS)).decrypt(stored.encode()).decode()
    except InvalidToken:
        raise CannotDecrypt("none of FIELD_KEYS opens this value") from None


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    """The first key encrypts, every key decrypts; a key is any long random text."""
    return MultiFernet([Fernet(_fernet_key(key)) for key in keys])


def _fernet_key(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())


class EncryptedTextField(models.TextField):
    """Text that can be stored and read, but neither searched nor sorted by."""

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else encrypt(self._to_text(value))

    def from_db_value(self, value: str | None, *args: object) -> Any:
        return None if value is None else self._from_text(decrypt(value))

    def _to_text(self, value: Any) -> str:
        return str(value)

    def _from_text(self, text: str) -> Any:
        return text


class EncryptedJSONField(EncryptedTextField):
    """As EncryptedTextField, for a JSON value."""

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> Any:
        return self.value_from_object(obj)

    def _to_text(self, value: Any) -> str:
        return json.dumps(value, cls=DjangoJSONEncoder)

    def _from_text(self, text: str) -> Any:
        return json.loads(text)
