import pytest

from course_site.language import Language, language

THIN = "\u202f"
MINUS = "\u2212"


def written(code: str, kind: str, value: object, digits: int | None = None) -> str:
    return language(code).value({"kind": kind, "value": value, "digits": digits})


@pytest.mark.parametrize(
    ("value", "digits", "english", "french"),
    [
        (0.5, 0, "50%", f"50{THIN}%"),
        (0.4996, 1, "50.0%", f"50,0{THIN}%"),
        (-0.125, 1, f"{MINUS}12.5%", f"{MINUS}12,5{THIN}%"),
        (12.5, 0, "1,250%", f"1{THIN}250{THIN}%"),
    ],
)
def test_percentages_are_written_as_each_language_does(value, digits, english, french):
    assert written("en", "percent", value, digits) == english
    assert written("fr", "percent", value, digits) == french


@pytest.mark.parametrize(
    ("value", "digits", "english", "french"),
    [
        (3, 0, "3", "3"),
        (-3, 0, f"{MINUS}3", f"{MINUS}3"),
        (1234567, 0, "1,234,567", f"1{THIN}234{THIN}567"),
        (3.14159, 2, "3.14", "3,14"),
        (0.123456, None, "0.1235", "0,1235"),
        (7000.0, None, "7,000", f"7{THIN}000"),
        (-0.001, 2, "0.00", "0,00"),
        (12345.678, None, "12,346", f"12{THIN}346"),
        (0.00012346, None, "0.0001235", "0,0001235"),
    ],
)
def test_numbers_are_written_as_each_language_does(value, digits, english, french):
    assert written("en", "number", value, digits) == english
    assert written("fr", "number", value, digits) == french


def test_a_number_too_small_or_too_large_for_digits_is_a_power_of_ten():
    assert written("en", "number", 1.5e-9) == "1.5\u00a0×\u00a010⁻⁹"
    assert written("fr", "number", 2.5e21) == "2,5\u00a0×\u00a010²¹"


@pytest.mark.parametrize(
    ("seconds", "english", "french"),
    [
        (12.34, "12\u00a0s", "12\u00a0s"),
        (1.26, "1.3\u00a0s", "1,3\u00a0s"),
        (0.999, "1,000\u00a0ms", f"1{THIN}000\u00a0ms"),
        (0.1234, "120\u00a0ms", "120\u00a0ms"),
        (0.0018, "1.8\u00a0ms", "1,8\u00a0ms"),
        (0.00996, "10\u00a0ms", "10\u00a0ms"),
        (4.2e-5, "42\u00a0µs", "42\u00a0µs"),
        (0.0, "0.0\u00a0µs", "0,0\u00a0µs"),
    ],
)
def test_a_time_has_two_figures_and_a_fitting_unit(seconds, english, french):
    assert written("en", "timing", seconds) == english
    assert written("fr", "timing", seconds) == french


def test_a_claim_prints_nothing_and_a_text_prints_itself():
    assert written("fr", "claim", True) == ""
    assert written("fr", "text", "a-b, c.d") == "a-b, c.d"


def test_a_language_without_a_pack_is_written_as_english():
    assert language("de") is language("en")
    assert language("fr").code == "fr"


def test_a_word_that_a_pack_has_not_got_is_said_in_english():
    begun = Language("es", {"name": "Español", "search": None})

    assert (begun["name"], begun["search"], begun["decimal"]) == ("Español", "Search", ".")
    assert begun.number(1234.5, 1) == "1,234.5"
    assert begun.missing == [key for key in language("en").words if key != "name"]
    assert language("fr").missing == []
    with pytest.raises(KeyError):
        begun["no such word"]


def test_all_packs_have_the_same_words():
    assert set(language("fr").words) == set(language("en").words)
    assert all(language(code)[key] for code in ("en", "fr") for key in language("en").words)
