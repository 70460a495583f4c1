"""What is encrypted cannot be read from the database, and keys can be changed."""

import pytest
from django.db import connection, models

from backend.core import crypto


@pytest.fixture
def sealed(settings):
    settings.FIELD_KEYS = ["khóa thứ nhất", "khóa thứ hai"]


def test_a_text_comes_back_and_no_two_seals_are_alike(sealed):
    assert crypto.decrypt(crypto.encrypt("Bí mật")) == "Bí mật"
    assert crypto.encrypt("a") != crypto.encrypt("a")


def test_a_new_key_writes_and_the_old_one_still_reads(sealed, settings):
    stored = crypto.encrypt("Bí mật")
    settings.FIELD_KEYS = ["mới", "khóa thứ nhất"]
    assert crypto.decrypt(stored) == "Bí mật"
    settings.FIELD_KEYS = ["mới"]
    with pytest.raises(crypto.CannotDecrypt):
        crypto.decrypt(stored)


@pytest.mark.parametrize("value", [{}, {"khóa": ["ệ", 1, None]}, [], None, ""])
def test_a_json_field_stores_what_nobody_can_read(sealed, value):
    field = crypto.EncryptedJSONField(null=True)
    stored = field.get_db_prep_save(value, connection)
    if value is None:
        assert stored is None
    else:
        assert "khóa" not in stored
    assert field.from_db_value(stored, None, connection) == value


def test_a_text_field_keeps_text(sealed):
    field = crypto.EncryptedTextField()
    stored = field.get_db_prep_save("Bí mật", connection)
    assert stored.isascii()
    assert field.from_db_value(stored, None, connection) == "Bí mật"


def test_a_sealed_column_cannot_be_searched():
    assert crypto.EncryptedTextField().get_lookup("exact") is None
    assert crypto.EncryptedJSONField().get_lookup("contains") is None
    assert crypto.EncryptedTextField().get_lookup("isnull") is not None


def test_the_fields_go_into_migrations_by_their_own_name():
    _name, path, _args, _kwargs = crypto.EncryptedJSONField(default=dict).deconstruct()
    assert path == "backend.core.crypto.EncryptedJSONField"
    assert issubclass(crypto.EncryptedJSONField, models.TextField)
