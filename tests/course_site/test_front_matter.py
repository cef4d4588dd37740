import random

import pytest
import yaml

from course_site.front_matter import (
    FrontMatter,
    QuickLoader,
    UniqueKeyLoader,
    load,
    quickly,
    read_front_matter,
)


def faults(block: str) -> list[str]:
    _, problems = read_front_matter(f"---\n{block}\n---\n\nText.\n", "p.md")
    return [str(problem) for problem in problems]


def values(block: str) -> FrontMatter:
    front_matter, problems = read_front_matter(f"---\n{block}\n---\n\nText.\n", "p.md")
    assert problems == []
    return front_matter


def test_a_page_without_front_matter_begins_on_its_first_line_and_does_not_run():
    front_matter, problems = read_front_matter("# Title\n\n---\n", "p.md")

    assert problems == []
    assert front_matter == FrontMatter({}, 1)
    assert not front_matter.runs
    assert front_matter.kind == "lecture"
    assert front_matter.timeout is None
    assert front_matter.depends == ()


def test_the_body_begins_on_the_line_after_the_block():
    assert values("a: 1\nb: 2").first_line_after == 5


def test_three_dots_close_the_block_too():
    front_matter, problems = read_front_matter("---\na: 1\n...\nText.\n", "p.md")

    assert problems == []
    assert front_matter == FrontMatter({"a": 1}, 4)


def test_the_keys_of_execution_are_read():
    front_matter = values(
        "jupyter: {kernelspec: {name: python3, language: python}}\n"
        "page: notebook\ntimeout: 2.5\ndepends: [data/a.csv, data/b.csv]"
    )

    assert front_matter.runs
    assert front_matter.kind == "notebook"
    assert front_matter.timeout == 2.5
    assert front_matter.depends == ("data/a.csv", "data/b.csv")


def test_the_course_s_own_keys_are_kept():
    block = (
        "lang: fr\nlang-ref: ch.03-3\ntitle: « Titre »\nlecturer: A\nauthors: B, C\n"
        "date: 15 Feb 2020\ntypora-root-url: 03-3\ntranslation-date: 05 Aug 2020\ntranslator: D"
    )

    assert values(block).values == {
        "lang": "fr",
        "lang-ref": "ch.03-3",
        "title": "« Titre »",
        "lecturer": "A",
        "authors": "B, C",
        "date": "15 Feb 2020",
        "typora-root-url": "03-3",
        "translation-date": "05 Aug 2020",
        "translator": "D",
    }


def test_an_empty_block_says_nothing():
    assert values("").values == {}
    assert values("# only a comment").values == {}


def test_an_unclosed_block_is_a_problem():
    _, problems = read_front_matter("---\ntitle: A\n", "p.md")

    assert [str(problem) for problem in problems] == [
        "p.md:1: front matter is opened by --- and never closed. Write --- on a line of its own after it."
    ]


def test_a_block_that_is_not_key_value_lines_is_a_problem():
    assert faults("- a\n- b") == [
        "p.md:2: front matter must be `key: value` lines, got a list. Write for example `title: My page`."
    ]
    assert faults("just words") == [
        "p.md:2: front matter must be `key: value` lines, got a str. Write for example `title: My page`."
    ]


def test_a_key_given_twice_is_a_problem_at_its_second_line():
    assert faults("title: A\nlang: en\ntitle: B") == [
        "p.md:4: front matter is not valid YAML: key 'title' is given twice. Mend that line."
    ]


def test_a_key_that_is_not_text_is_a_problem():
    assert faults("? [a, b]\n: c") == [
        "p.md:2: front matter is not valid YAML: a key must be plain text. Mend that line."
    ]


def test_an_alias_the_fuse_of_a_bomb_is_a_problem():
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"

    assert faults(bomb) == [
        "p.md:3: front matter is not valid YAML: alias *a is not allowed. Mend that line."
    ]


@pytest.mark.parametrize("tag", ["python/object/apply:os.system", "python/name:os.system"])
def test_python_tags_are_refused(tag):
    assert faults(f"title: A\nx: !!{tag} ['true']") == [
        "p.md:3: front matter is not valid YAML: "
        "what begins with ! is an order to YAML, and none is followed here. Put quotation marks around it."
    ]


def test_deep_nesting_is_a_problem():
    assert faults("title: " + "[" * 3000) == ["p.md:2: front matter is nested too deeply. Flatten it."]


def test_a_block_larger_than_the_limit_is_a_problem():
    assert faults("title: " + "a" * 8_192) == ["p.md:1: front matter is larger than 8192 bytes. Shorten it."]


def test_broken_yaml_is_a_problem_at_its_line():
    assert faults("title: A\nauthors: [B, C\nlang: fr") == [
        "p.md:4: front matter is not valid YAML: expected ',' or ']', but got ':'. Mend that line."
    ]
    assert faults("title: A: B") == [
        "p.md:2: front matter is not valid YAML: mapping values are not allowed here. "
        "Put quotation marks around the text: it holds a colon."
    ]


def test_a_value_that_cannot_be_is_a_problem():
    assert faults("x: !!int many") == [
        "p.md:2: front matter is not valid YAML: invalid literal for int() with base 10: 'many'. "
        "Mend that line."
    ]


def test_a_day_that_does_not_exist_is_named_and_hides_no_other_fault():
    assert faults("title: A\ndate: 2021-02-30\npage: x") == [
        "p.md:3: `date` names a day that does not exist: 2021-02-30. Mend that line.",
        "p.md:4: `page` must be `lecture` or `notebook`, got 'x'.",
    ]


def test_a_control_character_is_a_problem():
    assert faults("title: \x00") == [
        "p.md:2: front matter is not valid YAML: unacceptable character #x0000: "
        "special characters are not allowed. Mend that line."
    ]


@pytest.mark.parametrize("kernel", ["python3", "{kernelspec: python3}", "{kernelspec: {language: r}}"])
def test_jupyter_must_name_a_python_kernel(kernel):
    (fault,) = faults(f"title: A\njupyter: {kernel}")

    assert fault.startswith("p.md:3: `jupyter` must be a mapping with a Python `kernelspec`, got ")
    assert fault.endswith(". Copy the front matter of an existing lesson.")


def test_jupyter_without_a_value_is_a_problem():
    assert faults("jupyter:") == [
        "p.md:2: `jupyter` must be a mapping with a Python `kernelspec`, got None. "
        "Copy the front matter of an existing lesson."
    ]


def test_an_unknown_kind_of_page_names_the_nearest():
    assert faults("title: A\npage: notbook") == [
        "p.md:3: `page` must be `lecture` or `notebook`, got 'notbook'. Did you mean `notebook`?"
    ]
    assert faults("page: 3") == ["p.md:2: `page` must be `lecture` or `notebook`, got 3."]


@pytest.mark.parametrize(
    ("given", "got"),
    [("0", "0"), ("-1", "-1"), ("true", "True"), ("'9'", "'9'"), (".nan", "nan"), (".inf", "inf")],
)
def test_the_time_limit_must_be_a_number_of_seconds_above_0(given, got):
    assert faults(f"timeout: {given}") == [
        f"p.md:2: `timeout` must be a number of seconds above 0, got {got}."
    ]


def test_depends_must_be_a_list_of_file_names():
    assert faults("depends: a.csv") == ["p.md:2: `depends` must be a list of file names, got 'a.csv'."]
    assert faults("depends: [1]") == ["p.md:2: `depends` must be a list of file names, got [1]."]


def test_all_faults_of_the_keys_of_execution_are_reported_together():
    assert len(faults("jupyter: x\npage: x\ntimeout: x\ndepends: x")) == 4


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("title: '</title><script>'", "`title` must be words without HTML, got '</title><script>'."),
        ("title: {a: b}", "`title` must be words on one line, got {'a': 'b'}."),
        ("title: [a]", "`title` must be words on one line, got ['a']."),
        ("description: a <b>", "`description` must be words without HTML, got 'a <b>'."),
        ("template: x.html", "`template` must be left out, got 'x.html'."),
    ],
)
def test_what_the_theme_writes_as_it_is_holds_no_html(line, told):
    _, (problem,) = read_front_matter(f"---\n{line}\n---\n", "p.md")

    assert str(problem).startswith(f"p.md:2: {told}")


@pytest.mark.parametrize("title", ["a < b", "2026", "Spirals & arms", "'x < y > z'"])
def test_an_ordinary_title_is_let_through(title):
    assert read_front_matter(f"---\ntitle: {title}\n---\n", "p.md")[1] == []


def test_a_sign_that_looks_like_an_element_is_mended_by_a_space_and_not_by_an_entity():
    (fault,) = faults("title: a <b")

    assert fault.endswith("got 'a <b'. Leave elements out; behind a < that is just a sign, put a space.")
    assert faults("title: a < b") == []


PIECES = [
    "a: b",
    "- x",
    "  c: d",
    ":",
    "? k",
    "'q'",
    '"d\\n"',
    "[1, 2]",
    "{a: b}",
    "# c",
    "  text",
    ">-",
    "---",
    "...",
    "2020-01-01",
    "2021-02-30",
    "é: ü",
    "\t",
    "yes",
    "1e3",
    "0x1f",
    "12:30:45",
    "~",
    "null",
    "a:b",
    "key:\tv",
    "!!str x",
    "%YAML 1.2",
    "@x",
    "{",
    "]",
    ", ",
    "<<: x",
    ".inf",
    "=",
    "\u2028",
    "😀: s",
    "a: b: c",
]


def test_both_readers_of_yaml_read_the_same_where_the_quick_one_is_asked():
    dice = random.Random(1)
    agreed = 0
    for _ in range(3_000):
        text = "".join(dice.choice(PIECES) + dice.choice("\n \n") for _ in range(dice.randint(1, 6)))
        if (quick := quickly(text)) is None:
            continue
        (value, no_days), (wanted, wanted_days) = quick, load(text, UniqueKeyLoader)
        assert repr(value) == repr(wanted), text
        assert [day.value for day in no_days] == [day.value for day in wanted_days]
        agreed += 1

    assert agreed > 300


@pytest.mark.parametrize(
    "deep", ["- " * 4000, "[" * 4000 + "]" * 4000, "{a: " * 2000, "? " * 4000, "a: *b", ">-# c"]
)
def test_what_is_nested_deeply_or_needs_words_is_left_to_the_other_reader(deep: str):
    assert quickly(deep) is None


def test_the_quick_reader_is_libyaml_s_where_pyyaml_has_it():
    assert issubclass(QuickLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert quickly("a: b") == ({"a": "b"}, [])
