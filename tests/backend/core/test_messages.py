"""No text of the market is left without its English, wherever it is written."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from backend.core import messages

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext
a = _("Chợ Số")
b = ngettext("%(n)s gian hàng", "%(n)s gian hàng", 2)
c = pgettext("kênh", "Đơn")
"""
TEMPLATE = """
{% from "ui/x.html" import button %}
{{ button(_('Mua ngay')) }}
{{ _('Hết hàng') if gone else _('Còn hàng') }}
{% set words = [_('Vựa'), {'a': _('Thùng')}] %}
{% do words.append(_('Sọt')) %}
{{ ngettext('%(num)s đơn', '%(num)s đơn', 3) }}
{% macro x(label=_('Đóng')) %}{% endmacro %}
"""
ALL = {
    "Chợ Số", "%(n)s gian hàng", "Đơn", "Mua ngay", "Hết hàng", "Còn hàng", "Vựa", "Thùng", "Sọt",
    "%(num)s đơn", "Đóng",
}  # fmt: skip


@pytest.fixture
def root(tmp_path):
    (tmp_path / "backend").mkdir()
    (tmp_path / "backend" / "words.py").write_text(PYTHON)
    (tmp_path / "frontend" / "templates" / "ui").mkdir(parents=True)
    (tmp_path / "frontend" / "templates" / "ui" / "x.html").write_text(TEMPLATE)
    return tmp_path


@pytest.fixture
def file(root):
    return messages.catalogue_file(root / "locale")


def fill(file, **texts):
    """Give every text an English one, or the one given for it."""
    catalogue = messages.stored(file)
    for message in catalogue:
        if message.id:
            plural = not isinstance(message.id, str)
            message.string = ("%(n)s x", "%(n)s xs") if plural else f"en {message.id}"
            if plural:
                name = message.id[0].split("(")[1].split(")")[0]
                message.string = (f"%({name})s x", f"%({name})s xs")
    for message in catalogue:
        if message.id in texts:
            message.string = texts[message.id]
    messages._write(catalogue, file)


def ids(catalogue):
    return {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue if m.id}


def test_every_marked_text_is_found_in_python_and_in_templates(root):
    assert ids(messages.extracted(root)) == ALL


def test_a_template_that_cannot_be_read_is_an_error_and_no_silence(root):
    (root / "frontend" / "templates" / "broken.html").write_text("{% if %}{{ _('x') }}")
    with pytest.raises(Exception, match="Expected"):
        messages.extracted(root)


def test_a_text_without_english_is_told_with_its_place(root, file):
    messages.merge(root, file)
    gaps = list(messages.gaps(root, file))
    assert len(gaps) == len(ALL)
    assert any(gap.startswith("backend/words.py:3: ") and "Chợ Số" in gap for gap in gaps)


def test_a_full_catalogue_has_no_gap_and_speaks(root, file):
    assert messages.merge(root, file) == len(ALL)
    fill(file)
    assert list(messages.gaps(root, file)) == []
    compiled = messages.compile_catalogue(file)
    assert "en Chợ Số".encode() in compiled.read_bytes()


def test_a_new_text_is_a_gap_and_keeps_the_others(root, file):
    messages.merge(root, file)
    fill(file)
    (root / "backend" / "more.py").write_text('_("Mới")\n')
    assert len(list(messages.gaps(root, file))) == 1
    assert messages.merge(root, file) == 1
    assert messages.stored(file).get("Chợ Số").string == "en Chợ Số"


def test_a_text_nobody_says_any_more_leaves_the_catalogue(root, file):
    messages.merge(root, file)
    (root / "backend" / "words.py").unlink()
    messages.merge(root, file)
    assert "gian hàng" not in file.read_text()


def test_a_lost_placeholder_is_a_gap(root, file):
    (root / "backend" / "words.py").write_text('_("Còn %(n)s quả")\n')
    messages.merge(root, file)
    fill(file, **{"Còn %(n)s quả": "some left"})
    assert any("Còn %(n)s quả" in gap for gap in messages.gaps(root, file))


def test_a_fuzzy_text_is_a_gap(root, file):
    messages.merge(root, file)
    fill(file)
    file.write_text(file.read_text().replace('msgid "Chợ Số"', '#, fuzzy\nmsgid "Chợ Số"'))
    assert any("fuzzy" in gap for gap in messages.gaps(root, file))


def test_writing_twice_changes_nothing(root, file):
    messages.merge(root, file)
    fill(file)
    messages.merge(root, file)
    before = file.read_bytes()
    messages.merge(root, file)
    assert file.read_bytes() == before
    with file.open("rb") as stream:
        assert read_po(stream).charset == "utf-8"


def test_the_markets_own_sources_can_be_read(settings):
    assert len(messages.extracted(Path(settings.ROOT))) > 50
