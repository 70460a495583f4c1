"""What people type is understood, or refused in words that help."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core import text
from backend.core.errors import Invalid


def refusal(function, *args, **kwargs):
    with pytest.raises(Invalid) as caught:
        function(*args, **kwargs)
    return caught.value


# --- search keys and slugs ---


@pytest.mark.promise("C85")
@pytest.mark.parametrize("typed", ["dong thap", "ĐỒNG THÁP", "đong thap", " Đồng  Tháp. "])
def test_one_place_has_one_search_key(typed):
    assert text.fold(typed) == "dong thap"


@pytest.mark.promise("C86")
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"), ("thúy", "thuý"), ("khỏe", "khoẻ"), ("Mỵ Châu", "Mị Châu"), ("Kỳ", "Kì"),
        ("Quý", "Quí"), ("M'Drắk", "M’Drắk"), ("M'Drắk", "mdrak"), ("Ba-na", "Ba na"),
        ("ĐẶC", "ÐẶC"), ("ĐẶC", "ƉẶC"),
    ],
)  # fmt: skip
def test_two_spellings_of_a_word_have_one_search_key(one, other):
    assert text.fold(one) == text.fold(other)


@pytest.mark.parametrize(("one", "other"), [("tay", "tai"), ("thuy", "thui"), ("may", "mai")])
def test_words_that_differ_in_more_than_spelling_stay_apart(one, other):
    assert text.fold(one) != text.fold(other)


@pytest.mark.promise("C83")
@given(st.text())
def test_the_search_key_does_not_depend_on_composition(value):
    assert text.fold(unicodedata.normalize("NFD", value)) == text.fold(text.nfc(value))


@given(st.text())
def test_folding_twice_changes_nothing(value):
    assert text.fold(text.fold(value)) == text.fold(value)


@given(st.text("aăâeêioôơuưyđàáảãạ ĂÂĐ'-"))
def test_a_vietnamese_search_key_is_plain_ascii(value):
    assert text.fold(value).isascii()


@pytest.mark.promise("C84")
def test_a_slug_keeps_its_d():
    assert text.slugify("Đặc sản Đồng Tháp") == "dac-san-dong-thap"
    assert text.slugify("Nước mắm 40°N (500 ml)") == "nuoc-mam-40-n-500-ml"
    assert text.slugify("Mỹ Tho") == "my-tho"


@given(st.text())
def test_a_slug_is_lower_case_ascii_words_or_nothing(value):
    slug = text.slugify(value)
    assert slug == "" or all(part.isalnum() and part.isascii() for part in slug.split("-"))


# --- lines and paragraphs ---


@pytest.mark.promise("C83")
def test_a_name_is_stored_composed():
    assert text.clean_line(unicodedata.normalize("NFD", "Đặc sản"), 100) == "Đặc sản"


@pytest.mark.promise("C88")
@pytest.mark.parametrize(
    "typed", ["", "   ", "\u00a0", "\u200b", "\u3164", "\ufeff \u2060", "\u200d", "\u2800"]
)
def test_a_name_nobody_can_see_is_blank(typed):
    assert refusal(text.clean_line, typed, 100).code == "blank"
    assert refusal(text.clean_text, typed, 100).code == "blank"
    assert text.clean_line(typed, 100, required=False).strip("\u200d") == ""


@pytest.mark.promise("C89")
@pytest.mark.parametrize("mark", ["\u202e", "\u202a", "\u2066", "\u2069"])
def test_a_name_that_reads_backwards_is_refused(mark):
    assert refusal(text.clean_line, f"a{mark}b", 100).code == "bidi_control"


@pytest.mark.promise("C32")
@pytest.mark.promise("C33")
@pytest.mark.parametrize(
    ("typed", "code"), [("a\x00b", "null_character"), ("a\ud800b", "surrogate")]
)
def test_characters_no_database_takes_are_refused(typed, code):
    assert refusal(text.clean_line, typed, 100).code == code
    assert refusal(text.clean_text, typed, 100).code == code


@pytest.mark.promise("C91")
def test_length_counts_after_composition():
    assert text.clean_line(unicodedata.normalize("NFD", "ệ" * 200), 200) == "ệ" * 200
    error = refusal(text.clean_line, "ệ" * 201, 200)
    assert error.code == "too_long"
    assert "201" in str(error)


@pytest.mark.promise("C93")
@pytest.mark.parametrize(
    "name", ["H'Hen Niê", "Y Moan Êñuôl", "Siu", "Nguyễn " * 5 + "Ánh", "Ksor H’Bơ Khăp", "Ông Tú"]
)
def test_names_of_every_people_are_accepted(name):
    assert text.clean_line(name, 100) == name


@pytest.mark.promise("C105")
def test_an_address_without_a_number_is_accepted():
    assert text.clean_line("Tổ 3, ấp Mỹ Đông", 200) == "Tổ 3, ấp Mỹ Đông"


@pytest.mark.promise("C106")
@pytest.mark.parametrize("typed", ["a\nb", "a\tb", "a\rb", "a\u2028b", "a\x07b"])
def test_a_line_is_one_line(typed):
    assert refusal(text.clean_line, typed, 100).code == "control_character"


@pytest.mark.promise("C101")
@pytest.mark.parametrize("typed", ["{{7*7}}", "{% debug %}", "${7*7}", "%(secret)s", "%s%n", "<b>"])
def test_what_looks_like_code_is_only_text(typed):
    assert text.clean_line(typed, 100) == typed
    assert text.clean_text(typed, 100) == typed


def test_spaces_are_tidied_and_paragraphs_kept():
    assert text.clean_line("  Chè\u00a0 Thái   Nguyên ", 100) == "Chè Thái Nguyên"
    assert text.clean_text(" a\r\n\r\n\r\n\r\nb\t c \n", 100) == "a\n\nb c"


def test_an_emoji_made_of_several_signs_stays_whole():
    assert text.clean_line("nhà 👩‍🌾", 100) == "nhà 👩‍🌾"


@given(st.text())
def test_any_text_is_cleaned_or_refused_and_cleaning_again_changes_nothing(value):
    for clean in (text.clean_line, text.clean_text):
        try:
            cleaned = clean(value, 1000)
        except Invalid:
            continue
        assert clean(cleaned, 1000) == cleaned
        assert unicodedata.is_normalized("NFC", cleaned)


# --- old fonts ---


@pytest.mark.promise("C87")
@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("ÑAËC SAÛN", "ĐẶC SẢN"),
        ("Nöôùc maém Phuù Quoác", "Nước mắm Phú Quốc"),
        ("Baùnh traùng Thuû Ñöùc", "Bánh tráng Thủ Đức"),
        ("§Æc s¶n", "Đặc sản"),
        ("N\u00adíc m¾m Phó Quèc", "Nước mắm Phú Quốc"),
        ("Ninh B×nh", "Ninh Bình"),
        ("Ninh\u034f B×nh", "Ninh Bình"),
        ("Ninh B\u200b×nh", "Ninh Bình"),
        ("§ång Th¸p", "Đồng Tháp"),
    ],
)
def test_text_of_an_old_font_is_refused_with_what_it_meant(pasted, meant):
    error = refusal(text.clean_line, pasted, 100)
    assert error.code == "legacy_font"
    assert error.extra["suggestion"] == meant
    assert "lỗi phông" in str(error)
    assert meant in str(error)


@pytest.mark.parametrize(
    "typed",
    [
        "Đặc sản", "hoà bình", "Cà phê Chồn", "BÀ RÀ", "Y Moan Êñuôl", "Muñoz", "Noël", "Château",
        "Crème brûlée", "Müller", "10 µm", "5 µg", "Sen® trắng", "© 2026", "1½ kg", "25°C", "naïve",
        "São Paulo", "Åsa", "piñata", "àáâãèéêìíòóôõùúý", "",
    ],
)  # fmt: skip
def test_other_text_is_not_taken_for_an_old_font(typed):
    assert text.legacy_font_suggestion(typed) is None


# --- phones ---


@pytest.mark.promise("C94")
@pytest.mark.parametrize(
    "typed",
    [
        "0912 345 678", "+84 912.345.678", "0084912345678", "84912345678", "(+84) 0912-345-678",
        " 0912345678 ", "\u202a0912345678\u202c", "０９１２３４５６７８", "+84 (0) 912 345 678",
    ],
)  # fmt: skip
def test_a_phone_is_understood_as_people_write_it(typed):
    assert text.phone(typed) == "+84912345678"


@pytest.mark.promise("C95")
@pytest.mark.parametrize(
    "typed",
    [
        "", "912345678", "091234567", "0123 456 789", "0912 345 67a", "một hai ba", "1" * 5000,
        "+", "00", "٠٩١٢٣٤٥٦٧٨", "0912345678;ext=1", "113", "\ud800",
    ],
)  # fmt: skip
def test_what_is_no_phone_is_refused_with_an_example(typed):
    error = refusal(text.phone, typed)
    assert error.code == "phone"
    assert "0912 345 678" in str(error)


def test_landlines_and_foreign_numbers_are_phones_too():
    assert text.phone("024 3825 1234") == "+842438251234"
    assert text.phone("+1 415 555 2671") == "+14155552671"


def test_a_phone_is_shown_in_groups():
    assert text.show_phone("+84912345678") == "0912 345 678"
    assert text.show_phone("+842438251234") == "024 3825 1234"
    assert text.show_phone("+14155552671") == "+1 415-555-2671"


# --- e-mail ---


@pytest.mark.promise("C96")
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("A@X.vn", "a@x.vn"),
        ("  ba.con+cho@example.vn ", "ba.con+cho@example.vn"),
        ("a@đồngtháp.vn", "a@đồngtháp.vn"),
        (unicodedata.normalize("NFD", "a@đồngtháp.vn"), "a@đồngtháp.vn"),
        ("a@ĐồngTháp.vn", "a@đồngtháp.vn"),
        ("\ufeffa@x.vn", "a@x.vn"),
    ],
)
def test_an_email_is_stored_in_one_form(typed, stored):
    assert text.email(typed) == stored


def test_a_domain_written_in_ascii_is_the_same_account():
    ascii_form = "a@" + "đồngtháp.vn".encode("idna").decode()
    assert text.email(ascii_form) == text.email("a@đồngtháp.vn")


@pytest.mark.promise("C96")
@pytest.mark.parametrize(
    "typed",
    [
        "", "a", "a@b", "a@@x.vn", "a b@x.vn", "a@x..vn", "@x.vn", "a@localhost", "a@[127.0.0.1]",
        "x" * 65 + "@x.vn", "a@" + "x" * 250 + ".vn", "a@x.vn\x00", "\ud800@x.vn", "a@\ud800.vn",
        "a@x.vn\nBcc: b@x.vn", "a@-x.vn", "đ@x.vn",
    ],
)  # fmt: skip
def test_what_is_no_email_is_refused(typed):
    assert refusal(text.email, typed).code == "email"


# --- sums ---


@pytest.mark.promise("C52")
@pytest.mark.parametrize(
    ("typed", "vnd"),
    [
        ("50000", 50_000), ("50.000đ", 50_000), ("50,000", 50_000), ("50 000", 50_000),
        ("50k", 50_000), ("50K", 50_000), ("50 nghìn", 50_000), ("50 ngàn đồng", 50_000),
        ("50.000 VNĐ", 50_000), ("1.250.000\u00a0₫", 1_250_000), ("1tr2", 1_200_000),
        ("1,5 triệu", 1_500_000), ("1 triệu 250", 1_250_000), ("50k5", 50_500), ("2,5k", 2_500),
        ("1.234.567.890", 1_234_567_890), ("0", 0), ("1 tỷ", 10**9), ("１２.０００", 12_000),
    ],
)  # fmt: skip
def test_a_sum_is_understood_as_producers_write_it(typed, vnd):
    assert text.dong(typed) == vnd


@pytest.mark.promise("C52")
@pytest.mark.parametrize("typed", ["50.00", "50,0", "50.5", "1.50đ"])
def test_a_sum_that_may_mean_two_things_is_asked_back(typed):
    error = refusal(text.dong, typed)
    assert error.code == "ambiguous"
    number = typed.partition(".")[0].partition(",")[0]
    assert str(error) == f"{number} đồng hay {number} nghìn?"


def test_a_thousand_of_thousands_is_asked_back_too():
    assert refusal(text.dong, "1.500k").code == "ambiguous"


@pytest.mark.promise("C51")
@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "-1", "-50k", "abc", "1e9", "1_000", "٣", "NaN", "50k/kg", "1.2.3", "1..000",
        "12.34.567", "50.000,00", "k", "đ", "5" * 5000, "0,0001k", "50 000 000,", "=1+1", "50k500k",
    ],
)  # fmt: skip
def test_what_is_no_sum_is_refused(typed):
    assert refusal(text.dong, typed).code == "amount"


@given(st.integers(0, 10**12))
def test_a_sum_written_with_dots_is_read_back(vnd):
    assert text.dong(f"{vnd:,}".replace(",", ".")) == vnd


@given(st.text(max_size=60))
def test_any_text_is_a_sum_or_refused(value):
    try:
        vnd = text.dong(value)
    except Invalid:
        return
    assert vnd >= 0
